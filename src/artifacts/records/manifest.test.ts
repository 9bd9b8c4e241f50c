import { createSign, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../bytes/index.ts';
import { type BaselineHeader, baselineLines, parseBaseline } from './baseline.ts';
import { checkSignature, excluder, readExclusions, readManifest } from './manifest.ts';

const of = (bytes: Buffer | string): MemorySource => new MemorySource(Buffer.from(bytes));
const hash = (digit: string): string => digit.repeat(64);

describe('the manifest of the integrity checker', () => {
  const text = `/home/bin/a ${hash('a')} b\n./home/bin/with space ${hash('B')} b\nhome/runtime/x ${hash('c')}\nrubbish\n/home/bin/cut ${'d'.repeat(63)} b\n`;

  it('is read line by line, and lines that name no file are counted', () => {
    const { lines, other } = readManifest(of(text));
    expect(lines.map(({ path, sha256 }) => [path, sha256[0]])).toEqual([
      ['/home/bin/a', 'a'],
      ['/home/bin/with space', 'b'],
      ['/data/runtime/x', 'c'],
    ]);
    expect(other).toBe(2);
    for (const { offset, length } of lines) expect(text.slice(offset, offset + length)).toMatch(/[a-cA-C]{64}( b)?$/);
  });

  it('ends wherever it is cut, and with whatever is thrown into it', () => {
    for (let at = 0; at < text.length; at++) expect(readManifest(of(text.slice(0, at))).lines.length).toBeLessThan(4);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (noise) => void readManifest(of(Buffer.from(noise)))));
    const start = process.cpuUsage();
    readManifest(of(`${`/${' '.repeat(8000)}x\n/${'a '.repeat(4000)}\n`.repeat(100)}${' a'.repeat(500_000)}\n`));
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(3);
  });

  it('passes over paths that are listed, below listed folders, or begin as listed', () => {
    const isExcluded = excluder(readExclusions(of('# comment\n/home/a/\nhome/b.cgi\n/data/var/*\n\n')));
    const asked = ['/home/a', '/home/a/x', '/home/ab', '/home/b.cgi', '/home/b.cgi2', '/data/var/x/y', '/data/va'];
    expect(asked.filter(isExcluded)).toEqual(['/home/a', '/home/a/x', '/home/b.cgi', '/data/var/x/y']);
  });

  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = pair.publicKey.export({ type: 'spki', format: 'pem' });
  const signature = createSign('RSA-SHA512').update(text).sign(pair.privateKey);

  it.each([
    ['PEM', pem, signature],
    ['DER', pair.publicKey.export({ type: 'spki', format: 'der' }), signature],
    ['PKCS #1', pair.publicKey.export({ type: 'pkcs1', format: 'der' }), signature],
    ['a signature in base64', pem, Buffer.from(signature.toString('base64').replace(/.{64}/g, '$&\n'))],
    ['PSS', pem, createSign('RSA-SHA512').update(text).sign({ key: pair.privateKey, padding: 6 })],
  ])('has a signature that fits: %s', (_, key, signed) => {
    expect(checkSignature(of(text), of(signed), of(key))).toEqual({ says: 'fits' });
  });

  it('has one that does not fit when a byte or the key is another', () => {
    expect(checkSignature(of(`${text} `), of(signature), of(pem)).says).toBe('does-not-fit');
    const foreign = other.publicKey.export({ type: 'spki', format: 'pem' });
    expect(checkSignature(of(text), of(signature), of(foreign)).says).toBe('does-not-fit');
  });

  it('says nothing of a key or a signature that it cannot read', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });
    expect(checkSignature(of(text), of(signature), of('no key'))).toMatchObject({ says: 'unknown' });
    expect(checkSignature(of(text), of(signature), of(ec))).toMatchObject({ because: expect.stringContaining('rsa') });
    expect(checkSignature(of(text), of(signature.subarray(1)), of(pem))).toMatchObject({
      because: 'manifest.1 holds 255 bytes, expected a signature of 256',
    });
  });
});

describe('a baseline', () => {
  const header: BaselineHeader = {
    format: 'afterimage-baseline',
    formatVersion: 1,
    product: 'x',
    version: '1',
    madeFrom: [],
    files: 1,
  };
  const file = { path: '/home/bin/a', sha256: hash('a'), size: 3, mode: '100755' };
  const text = [...baselineLines(header, [file])].join('');

  it('is read as it was written', () => {
    expect(parseBaseline(Buffer.from(text))).toEqual({ header, files: [file] });
  });

  it.each([
    ['', 'line 1: found no JSON object'],
    ['{"format":"other"}', 'found no header'],
    [text.replace('"formatVersion":1', '"formatVersion":2'), 'found formatVersion 2, expected 1'],
    [text.split('\n')[0]!, 'found 0 files, expected the 1 that its header states: it is cut'],
    [text.slice(0, -5), 'line 2: found no JSON object'],
    [text.replace('/home', 'home'), 'line 2: expected "path", absolute'],
    [text.replace('aaaa', 'xaaa'), 'line 2: expected "sha256"'],
    [text.replace('"size":3', '"size":-3'), 'line 2: expected "size"'],
  ])('is refused with its line when it is %j', (wrong, why) => {
    expect(() => parseBaseline(Buffer.from(wrong))).toThrow(why);
  });
});
