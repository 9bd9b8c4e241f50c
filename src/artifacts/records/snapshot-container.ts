/**
 * The encrypted form of a gateway's system snapshot: byte 0 (meaning unknown), 8 bytes of initialisation vector, a flag
 * byte (0: the key built into the product), the size of the ciphertext as i32 LE, the ciphertext. Triple DES in 64-bit
 * CFB; inside is a zip. Source: a public snapshot tool. No key is known to this project: the examiner brings it.
 */
import { createDecipheriv } from 'node:crypto';
import { type ByteSource, clip, type Origin } from '../../bytes/index.ts';

const HEADER = 14;
const ZIP = Buffer.from('PK\x03\x04', 'latin1');

export interface SnapshotContainer {
  /** Bytes 0 and 9, whose meaning is not or only partly known. */
  type: number;
  flag: number;
  iv: Buffer;
  /** Bytes of ciphertext that its header states, and that are there. */
  stated: number;
  present: number;
}

/** The header of an encrypted snapshot; undefined when its size does not fit the file. */
export function snapshotContainer(source: ByteSource): SnapshotContainer | undefined {
  const head = source.read(0, HEADER);
  if (head.length < HEADER) return undefined;
  const stated = head.readInt32LE(10);
  const there = source.size - HEADER;
  if (stated < 16 || there < 16) return undefined;
  return {
    type: head[0]!,
    flag: head[9]!,
    iv: Buffer.from(head.subarray(1, 9)),
    stated,
    present: Math.min(stated, there),
  };
}

/** True when what the key gives begins as a zip does. */
export function opens(source: ByteSource, container: SnapshotContainer, key: Buffer): boolean {
  return decryptedSnapshot(source, container, key).read(0, ZIP.length).equals(ZIP);
}

/**
 * The plaintext as a source: in CFB a block needs the ciphertext block before it and nothing else, so it can be read
 * anywhere, and each of its bytes stands on one byte of the evidence.
 * @param key 24 bytes, or 16 for the two-key form
 */
export function decryptedSnapshot(source: ByteSource, { iv, present }: SnapshotContainer, key: Buffer): ByteSource {
  const whole = key.length === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key;
  return {
    size: present,
    read(offset: number, length: number): Buffer {
      const wanted = clip(present, offset, length);
      if (wanted === 0) return Buffer.alloc(0);
      const from = offset - (offset % 8);
      const before = from === 0 ? iv : Buffer.from(source.read(HEADER + from - 8, 8));
      const cipher = source.read(HEADER + from, offset - from + wanted);
      if (before.length < 8) return Buffer.alloc(0);
      return createDecipheriv('des-ede3-cfb', whole, before)
        .update(cipher)
        .subarray(offset - from);
    },
    origin: (offset: number, length: number): Origin[] => source.origin(HEADER + offset, clip(present, offset, length)),
  };
}
