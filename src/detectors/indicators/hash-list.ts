import type { Parsed } from './indicator.ts';
import { plainValue } from './plain-value.ts';
import { shorten } from './stix-tokens.ts';

/**
 * A plain list, one entry a line: a hash, `hash  name` and `hash *name` as sha256sum writes them, `SHA256 (name) =
 * hash` as BSD does, `hash,comment`, an absolute path, or a STIX pattern. `#` and `//` begin a comment.
 */
export function readList(file: string, text: string, ours: boolean, version: string): Parsed {
  const parsed: Parsed = { indicators: [], unusable: [], notices: [] };
  for (const [i, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith('//')) continue;
    const { value, comment } = cut(line);
    const found = plainValue(value);
    if ('reason' in found) {
      parsed.unusable.push({ file, line: i + 1, value: shorten(line), reason: found.reason });
      continue;
    }
    if (found.note) parsed.unusable.push({ file, line: i + 1, value: shorten(line), reason: found.note });
    parsed.indicators.push({
      id: found.id,
      file,
      version,
      ours,
      test: found.test,
      listed: true,
      actors: [],
      techniques: [],
      ...(comment && { description: comment }),
    });
  }
  return parsed;
}

function cut(line: string): { value: string; comment?: string } {
  const bsd = /^(?:MD5|SHA1|SHA256)\s*\((.*)\)\s*=\s*([0-9a-fA-F]+)$/.exec(line);
  if (bsd) return { value: bsd[2]!, comment: bsd[1]! };
  const hash = /^["']?([0-9a-fA-F]{32,64})["']?(?:\s*[,;|]\s*|\s+\*?)?(.*)$/.exec(line);
  const comment = hash?.[2]?.replace(/^#\s*/, '').trim();
  if (hash) return { value: hash[1]!, ...(comment && { comment }) };
  return { value: line };
}
