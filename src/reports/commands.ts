import type { ByteRange, Evidence, Locator, Subject } from '../model/index.ts';
import { isPlain } from '../model/visible.ts';

/** A shell command that shows the bytes of a locator, or the reason why none can be given. */
export type Command = { text: string; expects?: string } | { trouble: 'unlisted' | 'badName' };

/** Most commands for one locator. */
const COMMANDS = 4;
/** Up to this length dd copies byte by byte, as every dd can; bytes. */
const SHORT = 65_536;
/** Up to this length the bytes are shown; longer stretches are hashed. */
const SHOWN = 4096;

/**
 * Commands with which another tool cuts the bytes of a locator out of the evidence: one for the whole content when the
 * ranges are all of it (its SHA-256 must come out), otherwise one for each of the first four ranges.
 * @param name of the evidence file, as handed over
 */
export function commandsFor(locator: Locator, evidence: Evidence | undefined, subject: Subject): Command[] {
  if (locator.bytes.length === 0) return [];
  const name = evidence?.name;
  if (name === undefined) return [{ trouble: 'unlisted' }];
  const file = locator.member === undefined ? name : `${name}/${locator.member}`;
  const quoted = shellQuoted(file);
  if (quoted === undefined) return [{ trouble: 'badName' }];
  const ranges = locator.bytes.slice(0, COMMANDS);
  const whole = locator.bytes.length <= COMMANDS && isWhole(locator.bytes, subject);
  if (whole) {
    const cuts = ranges.map((r) => cut(quoted, r));
    const text = cuts.length === 1 ? `${cuts[0]} | sha256sum` : `{ ${cuts.join('; ')}; } | sha256sum`;
    return [{ text, ...(subject.sha256 && { expects: subject.sha256 }) }];
  }
  return ranges.map((r) => ({ text: `${cut(quoted, r)} | ${r.length <= SHOWN ? 'od -A d -t x1z' : 'sha256sum'}` }));
}

/** How many ranges of a locator have no command of their own. */
export const rangesWithout = (locator: Locator): number => Math.max(0, locator.bytes.length - COMMANDS);

/** GNU dd takes bytes for skip and count with these flags, so that long stretches are copied in large blocks. */
const cut = (quoted: string, { offset, length }: ByteRange): string =>
  length <= SHORT
    ? `dd if=${quoted} bs=1 skip=${offset} count=${length} status=none`
    : `dd if=${quoted} bs=1M iflag=skip_bytes,count_bytes skip=${offset} count=${length} status=none`;

/** The ranges are the content, all of it: as long together, and no byte twice. */
function isWhole(ranges: ByteRange[], subject: Subject): boolean {
  if (subject.sha256 === undefined || subject.content !== 'intact') return false;
  const sorted = [...ranges].sort((a, b) => a.offset - b.offset);
  let total = 0;
  let end = 0;
  for (const { offset, length } of sorted) {
    if (offset < end) return false;
    end = offset + length;
    total += length;
  }
  return total === subject.size;
}

/**
 * A name as one word of a POSIX shell; undefined when the text may not be the file's real name: characters that cannot
 * be seen or copied, a replaced character, or bytes that were not UTF-8 and stand as `\xHH`.
 */
export function shellQuoted(name: string): string | undefined {
  if (!isPlain(name) || name.includes('\ufffd') || /\\x[0-9a-f]{2}/.test(name) || name.length > 4096) return undefined;
  return /^[A-Za-z0-9._/+:=@-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
