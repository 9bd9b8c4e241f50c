import { type ByteSource, Slice } from '../../bytes/index.ts';
import { recogniseArchive } from '../archives/index.ts';
import type { Container } from './container.ts';
import { hasStructure } from './structure.ts';

/** A shell's greeting or a lost newline in front of what dd sent over ssh is a few bytes long. */
const MOST = 16;

/**
 * A raw image with a few bytes in front that are not the device's. Nothing is aligned in it, so every other tool sees
 * an empty disk. Tried only when nothing is recognised at the beginning.
 */
export const shifted: Container = {
  name: 'shifted raw',
  claims: (parts) => (parts[0] && shiftOf(parts[0].source) > 0 ? 1 : 0),
  open([part]) {
    const { name, source } = part!;
    const shift = shiftOf(source);
    return {
      source: new Slice(source, shift, source.size - shift),
      recognised: `shifted raw: ${name} has ${shift} bytes in front that are not the device's, cut off`,
    };
  },
};

function shiftOf(source: ByteSource): number {
  if (source.size < 4096 || hasStructure(source) || recogniseArchive(source.read(0, 1024), source)) return 0;
  for (let shift = 1; shift <= MOST; shift++)
    if (hasStructure(new Slice(source, shift, source.size - shift))) return shift;
  return 0;
}
