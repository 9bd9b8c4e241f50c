import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileSource } from './file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-source-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('FileSource', () => {
  it('reads what is there and names its place', () => {
    const path = join(folder, 'a');
    writeFileSync(path, '0123456789');
    const source = new FileSource(path, 3);
    expect(source.size).toBe(10);
    expect(source.read(2, 4).toString()).toBe('2345');
    expect(source.read(8, 100).toString()).toBe('89');
    expect(source.read(10, 1).length + source.read(-1, 3).length).toBe(0);
    expect(source.origin(8, 100)).toEqual([{ evidence: 3, offset: 8, length: 2 }]);
    source.close();
    expect(source.read(0, 4)).toHaveLength(0);
  });

  it('opens a name that is not UTF-8 by its bytes', () => {
    const path = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]);
    writeFileSync(path, 'latin');
    const source = new FileSource(path, 0, 'caf\\xe9');
    expect(source.read(0, 9).toString()).toBe('latin');
    expect(source.origin(0, 5)).toEqual([{ evidence: 0, member: 'caf\\xe9', offset: 0, length: 5 }]);
    source.close();
  });

  it('comes back short when the file shrinks', () => {
    const path = join(folder, 'shrinking');
    writeFileSync(path, Buffer.alloc(10_000, 1));
    const source = new FileSource(path, 0);
    truncateSync(path, 6000);
    expect(source.read(5000, 5000)).toHaveLength(1000);
    expect(source.trouble).toBeUndefined();
    source.close();
  });

  it('comes back short with the code of an error, instead of throwing it', () => {
    const path = join(folder, 'directory');
    mkdirSync(path);
    const source = new FileSource(path, 0);
    expect(source.read(0, 100)).toHaveLength(0);
    expect(source.trouble).toBe('EISDIR');
    source.close();
  });

  it('does not follow a link that a member turned into', () => {
    writeFileSync(join(folder, 'target'), 'ours');
    symlinkSync(join(folder, 'target'), join(folder, 'link'));
    expect(() => new FileSource(join(folder, 'link'), 0, 'link')).toThrow(/ELOOP/);
    const source = new FileSource(join(folder, 'link'), 0);
    expect(source.size).toBe(4);
    source.close();
  });
});
