import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../bytes/index.ts';
import { compileRules, type ScanResult, YaraScanner } from '../detectors/index.ts';
import { KnownContents } from './known-contents.ts';
import { ContentReader } from './reader.ts';

const hashes = (text: string) => ({ sha256: hash('sha256', text), md5: hash('md5', text), sha1: hash('sha1', text) });

describe('contents that are known', () => {
  it('are known to every reader over the same memory, with all hashes', () => {
    const memory = KnownContents.memory();
    const [one, other] = [new KnownContents(memory), new KnownContents(memory)];
    for (let i = 0; i < 1000; i++) one.add(hashes(`content ${i}`));
    const found = Array.from({ length: 1000 }, (_, i) => other.find(hashes(`content ${i}`).sha256));
    // A few took the place of another.
    expect(found.filter((f) => f !== undefined).length).toBeGreaterThan(950);
    for (const [i, f] of found.entries()) if (f) expect(f).toEqual(hashes(`content ${i}`));
    expect(other.find(hashes('content 1000').sha256)).toBeUndefined();
  });

  it('are not what merely lies at the same place', () => {
    const known = new KnownContents(KnownContents.memory());
    const { sha256, md5, sha1 } = hashes('one');
    known.add({ sha256, md5, sha1 });
    expect(known.find(`${sha256.slice(0, 60)}0000`)).toBeUndefined();
  });
});

class Counting extends YaraScanner {
  scans = 0;

  override scan(...what: Parameters<YaraScanner['scan']>): ScanResult {
    this.scans++;
    return super.scan(...what);
  }
}

describe('content that is read again', () => {
  const rule = 'rule marked { strings: $a = "mark of a test" condition: $a }';
  const { bytes } = compileRules([{ file: 'test.yar', namespace: 'test', text: rule, ours: false }]);

  it('has the same hashes and the same matches, wherever it was read before', () => {
    const memory = KnownContents.memory();
    const scanners = [0, 1].map(() => new Counting(bytes));
    const readers = scanners.map((s) => new ContentReader(s, 60_000, new KnownContents(memory), () => {}));
    for (const text of ['nothing of interest', 'the mark of a test']) {
      const source = new MemorySource(Buffer.from(text));
      const readings = [...readers, ...readers].map((reader) => reader.read(source, source.size));
      for (const reading of readings) {
        expect(reading).toEqual(readings[0]);
        expect(reading.hashes).toEqual(hashes(text));
        expect(reading.matches).toHaveLength(text.startsWith('the') ? 1 : 0);
      }
    }
    // What matches nothing is matched once, by the first reader.
    expect(scanners.map((s) => s.scans)).toEqual([1 + 2, 2]);
  });
});
