import { createHash } from 'node:crypto';
import { AfterimageError } from '../../model/index.ts';
import { isTable, readTable } from './csv.ts';
import { readList } from './hash-list.ts';
import type { Indicator, IndicatorFile, Parsed, Unusable } from './indicator.ts';
import { keysOf } from './keys.ts';
import { mispEvents, readMisp } from './misp.ts';
import { readBundle, stixObjects } from './stix-bundle.ts';

/** Indicators ready to be looked for: plain data, which a worker may also build again from the files' texts. */
export interface IndicatorSet {
  indicators: Indicator[];
}

/** What came of reading indicator files. */
export interface LoadedIndicators {
  set: IndicatorSet;
  /** Everything in the files that is not looked for. */
  unusable: Unusable[];
  /** One sentence each. */
  notices: string[];
  counts: { files: number; hashes: number; names: number; paths: number; patterns: number; unusable: number };
}

/**
 * Reads indicator files, whatever they are called: the content says what they are.
 * @throws AfterimageError 'bad-content' for a file that is none of the formats
 */
export function loadIndicators(files: readonly IndicatorFile[]): LoadedIndicators {
  const indicators: Indicator[] = [];
  const unusable: Unusable[] = [];
  const notices: string[] = [];
  for (const file of files) {
    const parsed = readIndicatorFile(file);
    for (const indicator of parsed.indicators) indicators.push(indicator);
    for (const one of parsed.unusable) unusable.push(one);
    notices.push(...parsed.notices);
    if (parsed.indicators.length === 0) notices.push(`${file.file}: nothing in it can be looked for`);
  }
  const counts = { files: files.length, hashes: 0, names: 0, paths: 0, patterns: 0, unusable: unusable.length };
  for (const indicator of indicators) counts[kindOfIndicator(indicator)]++;
  return { set: { indicators }, unusable, notices, counts };
}

/** What an indicator is found by: a hash, a name, a path or folder, or a pattern that every entry is asked. */
export function kindOfIndicator({ test }: Indicator): 'hashes' | 'names' | 'paths' | 'patterns' {
  const key = keysOf(test)?.[0] ?? '';
  if (/^(?:md5|sha1|sha256):/.test(key)) return 'hashes';
  if (key.startsWith('name:')) return 'names';
  return /^(?:path|folder):/.test(key) ? 'paths' : 'patterns';
}

/** Reads one file: a STIX bundle, a MISP event, a table with headings, or a plain list. */
export function readIndicatorFile({ file, text: raw, ours }: IndicatorFile): Parsed {
  const text = raw.replace(/^\ufeff/, '');
  const version = createHash('sha256').update(raw).digest('hex').slice(0, 12);
  const none = (found: string) =>
    new AfterimageError(
      'bad-content',
      `indicators: ${file}: found ${found}, expected a list of hashes, a table with headings, a STIX 2 bundle or a MISP event`,
    );
  if (text.includes('\0')) throw none('binary data');
  const start = text.trimStart();
  if (start.startsWith('{') || /^\[\s*(?:\{|\])/.test(start)) {
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch (error) {
      throw none(`JSON that breaks off (${(error as Error).message.split('\n')[0]!.slice(0, 120)})`);
    }
    const events = mispEvents(document);
    if (events) return readMisp(file, events, ours, version);
    const objects = stixObjects(document);
    if (objects) return readBundle(file, document, objects, ours, version);
    throw none('JSON of another kind');
  }
  const parsed = isTable(text) ? readTable(file, text, ours, version) : readList(file, text, ours, version);
  // A list in which no line is understood was not meant to be one.
  if (
    parsed.indicators.length === 0 &&
    parsed.unusable.length > 0 &&
    parsed.unusable.every((u) => u.reason.startsWith('neither'))
  )
    throw none(`text such as ${JSON.stringify(parsed.unusable[0]!.value)}`);
  return parsed;
}
