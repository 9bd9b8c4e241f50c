import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decryptionKey } from './key.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-key-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: Buffer | string): string => {
  writeFileSync(join(folder, name), content);
  return `@${join(folder, name)}`;
};

describe('a key of the examiner', () => {
  it('is 48 or 32 hexadecimal digits, or a file with them or with the bytes', () => {
    expect(decryptionKey('0A'.repeat(24))).toEqual(Buffer.alloc(24, 10));
    expect(decryptionKey('0a'.repeat(16))).toEqual(Buffer.alloc(16, 10));
    expect(decryptionKey(file('hex', ` ${'0a '.repeat(24)}\n`))).toEqual(Buffer.alloc(24, 10));
    expect(decryptionKey(file('raw', Buffer.alloc(24, 200)))).toEqual(Buffer.alloc(24, 200));
  });

  it('is refused otherwise, without being repeated', () => {
    for (const wrong of [
      '',
      'secret',
      'zz'.repeat(24),
      '0a'.repeat(20),
      file('odd', 'secret'),
      '@/nowhere/secret.key',
      `@${folder}`,
    ])
      expect(() => decryptionKey(wrong)).toThrow(/expected a key|could not be read/);
    expect(() => decryptionKey('secret')).not.toThrow(/secret/);
  });
});
