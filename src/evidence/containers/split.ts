/** A raw image in numbered pieces: `img.001 img.002`, `img.aa img.ab`, as split(1) and imagers write it. */
import { lstatSync } from 'node:fs';
import { RunList, Slice } from '../../bytes/index.ts';
import type { Container, Image, Part } from './container.ts';
import { declaredSize, hasStructure } from './structure.ts';

/** Three digits or letters make no more. */
const MOST_SEGMENTS = 26 ** 3;

/**
 * Segments are known by content: the first promises more than it has, and what follows begins like nothing we know.
 * Names decide nothing, because examiners rename.
 */
export const split: Container = {
  name: 'split raw',
  claims(parts) {
    const [first] = parts;
    if (!first) return 0;
    const promised = declaredSize(first.source);
    let size = first.source.size;
    let count = 1;
    while (size < promised && count < parts.length && !begins(parts[count]!)) size += parts[count++]!.source.size;
    return count > 1 ? count : 0;
  },
  open: joined,
};

/** True when a file begins like a device. A backup superblock deep inside a segment is the image's own. */
const begins = ({ source }: Part): boolean => hasStructure(new Slice(source, 0, Math.min(source.size, 1024 * 1024)));

/** Files put end to end, whatever they hold. */
export function joined(parts: readonly Part[]): Image {
  const runs = parts.map(({ source }) => ({ at: 0, length: source.size, source }));
  const names = `${parts[0]!.name} to ${parts.at(-1)!.name}`;
  return { source: new RunList(parts[0]!.source, runs), recognised: `split raw: ${parts.length} segments, ${names}` };
}

/**
 * Paths of the segments that follow a first one on the examiner's disk: `.002 .003 ...` after `.001`, `.ab .ac ...`
 * after `.aa`, up to the first that is not there. None when the path does not end like a first segment.
 */
export function siblings(path: string): string[] {
  const match = /^(.*\.)(0*[01]|a{2,3})$/s.exec(path);
  const [, stem, first] = match ?? [];
  if (stem === undefined || first === undefined || first.length < 2) return [];
  const found: string[] = [];
  for (let suffix = after(first); suffix && found.length < MOST_SEGMENTS; suffix = after(suffix)) {
    if (!lstatSync(stem + suffix, { throwIfNoEntry: false })?.isFile()) break;
    found.push(stem + suffix);
  }
  return found;
}

/** The suffix behind this one; undefined behind the last of its width. */
function after(suffix: string): string | undefined {
  const letters = suffix[0]! >= 'a';
  const [zero, last] = letters ? ['a', 'z'] : ['0', '9'];
  const digits = [...suffix];
  for (let i = digits.length - 1; i >= 0; i--) {
    if (digits[i] !== last) {
      digits[i] = String.fromCharCode(digits[i]!.charCodeAt(0) + 1);
      return digits.join('');
    }
    digits[i] = zero!;
  }
  return undefined;
}
