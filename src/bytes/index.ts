export { CachedSource } from './cache.ts';
export { crc32c } from './crc32c.ts';
export { FileSource } from './file.ts';
export { MemorySource } from './memory.ts';
export { type Run, RunList } from './runlist.ts';
export { Slice } from './slice.ts';
export { type ByteSource, clip, type Origin, pushOrigin, readInto } from './source.ts';
export { cString, nameText, valueText } from './text.ts';
export { isZero, lengthWithoutTail } from './zero.ts';
