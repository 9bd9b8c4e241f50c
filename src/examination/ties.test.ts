import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FixtureImage, fixture } from '../../fixtures/image.ts';
import { type FileRow, fileRow } from '../case/rows.ts';
import { ext } from '../evidence/filesystems/ext/index.ts';
import { type FileEntry, isUnread, pieces } from '../evidence/index.ts';
import type { Finding } from '../model/index.ts';
import { isCandidate, isCarved, tieOf } from './ties.ts';

const walk = (bytes: Buffer): FileEntry[] =>
  [...ext.open({ layers: [], source: new FixtureImage(bytes) }).tree!.walk()].filter(
    (w): w is FileEntry => !isUnread(w),
  );

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const rowOf = ({ open, ...facts }: FileEntry): FileRow => {
  const whole = facts.kind === 'file' && facts.content === 'intact' && facts.size > 0;
  const hashes = whole && { sha256: sha256(open().read(0, facts.size)), md5: '', sha1: '' };
  return fileRow(facts, { looked: 'read', ...(hashes && { hashes }) });
};

/** What free space holds of a text, as a finding on it has it. */
function carved(entries: FileEntry[], beginning: string): Pick<Finding, 'subject'> {
  for (const run of entries.filter((e) => e.allocation === 'unallocated')) {
    const bytes = run.open().read(0, run.size);
    for (const { offset, length } of pieces(bytes, 1024, bytes.length)) {
      const piece = bytes.subarray(offset, offset + length);
      if (!piece.subarray(0, 64).toString('latin1').startsWith(beginning)) continue;
      return { subject: { size: length, sha256: sha256(piece), allocation: 'unallocated', content: 'intact' } };
    }
  }
  throw new Error('not in free space');
}

/** The filesystem, with every copy of a deleted file's block map wiped. */
function withoutMap(bytes: Buffer, path: string): void {
  const ghost = walk(bytes).find((e) => e.path === path)!;
  const at = ghost.recorded!.metadata!.bytes[0]!.offset + 0x28;
  const map = Buffer.from(bytes.subarray(at, at + 60));
  for (let found = bytes.indexOf(map); found >= 0; found = bytes.indexOf(map)) bytes.fill(0, found, found + 60);
}

const SHELL = '/home/webserver/htdocs/dana-na/shell2.cgi';
const TOOL = '/var/tmp/.kit/sub/tool1';

describe('bytes in free space', () => {
  it('are told as those of a file with the same hash', () => {
    const entries = walk(Buffer.from(fixture('past/lived-ext3.img.gz').bytes));
    const finding = carved(entries, 'shell 2 line 0') as Finding;
    const rows = entries.map(rowOf).filter(isCandidate);
    expect(isCarved(finding)).toBe(true);
    expect(tieOf(finding, rows)).toMatch(
      /^Byte for byte the content of \/home\/webserver\/htdocs\/dana-na\/shell2\.cgi \(deleted 20.*, inode \d+\)\.$/,
    );
  });

  it('are tied to a deleted file of the same length whose blocks are not known, as a possibility', () => {
    const bytes = Buffer.from(fixture('past/lived-ext3.img.gz').bytes);
    withoutMap(bytes, SHELL);
    const entries = walk(bytes);
    const rows = entries.map(rowOf).filter(isCandidate);
    const told = tieOf(carved(entries, 'shell 2 line 0') as Finding, rows);
    expect(told).toContain(`Its length, 8123 bytes, is that of ${SHELL} (deleted 20`);
    expect(told).toContain('which a length alone does not prove');
    // A ghost whose blocks are known lay elsewhere, whatever its length.
    expect(
      tieOf(
        carved(entries, 'tool 1 line 0') as Finding,
        rows.filter((r) => r.sha256 === undefined),
      ),
    ).toBeUndefined();
  });

  it('are nobody in particular when several files of that length lost their blocks', () => {
    const bytes = Buffer.from(fixture('past/lived-ext3.img.gz').bytes);
    withoutMap(bytes, TOOL);
    const entries = walk(bytes);
    const [ghost] = entries.map(rowOf).filter((r) => r.path === TOOL);
    const rows = [ghost!, { ...ghost!, path: '/var/tmp/other', inode: 9 }];
    expect(tieOf(carved(entries, 'tool 1 line 0') as Finding, rows)).toContain('whose it was cannot be said');
    expect(tieOf(carved(entries, 'shell 2 line 0') as Finding, rows)).toBeUndefined();
  });
});
