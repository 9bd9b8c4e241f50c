import { createTwoFilesPatch, structuredPatch } from 'diff';
import type { ByteSource } from '../bytes/index.ts';
import type { Difference } from '../model/index.ts';

/** Longest content that is compared line by line, and most lines of a difference that are kept. */
const LONGEST = 512 * 1024;
const MOST_LINES = 400;

/** What came and what went between two versions of a text; undefined when one of them is no text or too long. */
export function differenceOf(
  earlier: ByteSource,
  later: ByteSource,
  names: { earlier: string; later: string },
): Difference | undefined {
  const [a, b] = [textOf(earlier), textOf(later)];
  if (a === undefined || b === undefined) return undefined;
  const options = { context: 2, timeout: 5000 };
  const patch = structuredPatch('', '', a, b, '', '', options);
  if (!patch) return undefined;
  const lines = patch.hunks.flatMap((h) => h.lines);
  const text = createTwoFilesPatch(names.earlier, names.later, a, b, '', '', options)?.split('\n').slice(1) ?? [];
  const cut = text.length - MOST_LINES;
  return {
    added: lines.filter((l) => l.startsWith('+')).length,
    removed: lines.filter((l) => l.startsWith('-')).length,
    text: (cut > 0 ? [...text.slice(0, MOST_LINES), `(${cut} more lines)`] : text).join('\n'),
  };
}

function textOf(source: ByteSource): string | undefined {
  if (source.size > LONGEST) return undefined;
  const bytes = source.read(0, source.size);
  if (bytes.length < source.size || bytes.includes(0)) return undefined;
  return bytes.toString('utf8');
}
