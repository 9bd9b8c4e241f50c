import { type CaseFolder, type FileRow, factsOf } from '../case/index.ts';
import type { Device } from '../evidence/index.ts';
import type { Difference, EntryFacts, Finding } from '../model/index.ts';
import { contentOf } from './content.ts';
import { differenceOf } from './difference.ts';
import { isCandidate, isCarved, tieOf } from './ties.ts';

/** Inode numbers on either side that are laid down together with one. */
const NEARBY = 16;

/** Entries kept for one path or inode; a log rewritten every minute has more versions than anybody reads. */
const KEPT = 256;

/** Transactions remembered of one volume. */
const COMMITS = 20_000;

/** Everything the case knows about the paths and inodes of its findings. */
export class Versions {
  readonly #byPath = new Map<string, FileRow[]>();
  readonly #byInode = new Map<string, FileRow[]>();
  /** By volume: files whose length or hash is that of bytes found in free space. */
  readonly #ties = new Map<string, FileRow[]>();
  /** By volume and transaction: one row that says when the transaction was committed. */
  readonly #commits = new Map<string, Map<number, FileRow>>();
  /** Facts of rows that were asked for: one stands beside many findings where a rule matches every other file. */
  readonly #facts = new Map<FileRow, EntryFacts>();

  /** Reads the stored rows once, and keeps those that findings are about, or that stand beside them. */
  static async around(folder: CaseFolder, findings: readonly Finding[]): Promise<Versions> {
    const versions = new Versions();
    if (findings.length === 0) return versions;
    const paths = new Set(findings.map((f) => f.subject.path));
    const inodes = new Set<number>();
    for (const { subject } of findings) {
      for (let near = -NEARBY; subject.inode !== undefined && near <= NEARBY; near++) inodes.add(subject.inode + near);
    }
    const carved = findings.filter(isCarved).map((f) => f.subject);
    const sizes = new Set(carved.map((c) => c.size));
    const hashes = new Set(carved.map((c) => c.sha256));
    for await (const row of folder.rows()) {
      if (sizes.has(row.size) && isCandidate(row) && (row.sha256 === undefined || hashes.has(row.sha256)))
        keep(versions.#ties, row.layers, row);
      if (row.path !== undefined && paths.has(row.path)) keep(versions.#byPath, `${row.system} ${row.path}`, row);
      if (row.inode !== undefined && inodes.has(row.inode)) keep(versions.#byInode, `${row.layers} ${row.inode}`, row);
      if (row.version_transaction !== undefined) versions.#commit(row, row.version_transaction);
    }
    return versions;
  }

  /** Entries under the finding's path, or of its inode, on its volume: live, superseded and deleted. */
  of(finding: Finding): EntryFacts[] {
    return [...new Set([...this.#underPath(finding), ...this.#ofInode(finding, 0)])].map((row) => this.#factsOf(row));
  }

  /** Whose bytes a finding in free space may be, in words. */
  tie(finding: Finding): string | undefined {
    return isCarved(finding) ? tieOf(finding, this.#ties.get(volumeOf(finding)) ?? []) : undefined;
  }

  #commit(row: FileRow, transaction: number): void {
    let known = this.#commits.get(row.layers);
    if (!known) this.#commits.set(row.layers, (known = new Map()));
    if (known.size < COMMITS) known.set(transaction, row);
  }

  /** Entries with inode numbers close to the finding's, and one of every transaction of its volume. */
  near(finding: Finding): EntryFacts[] {
    const found: FileRow[] = [...(this.#commits.get(volumeOf(finding))?.values() ?? [])];
    for (let near = -NEARBY; near <= NEARBY; near++) if (near !== 0) found.push(...this.#ofInode(finding, near));
    return found.map((row) => this.#factsOf(row));
  }

  /** How the version found differs from what stands under its path now. */
  async difference(device: Device, finding: Finding): Promise<Difference | undefined> {
    if (finding.state !== 'reverted' || finding.subject.content === 'lost') return undefined;
    const rows = this.#underPath(finding);
    const found = rows.find((r) => r.sha256 === finding.subject.sha256 && r.allocation === 'superseded');
    const now = rows.find((r) => r.allocation === 'allocated');
    if (!found || !now) return undefined;
    const [a, b] = [await contentOf(device, found), await contentOf(device, now)];
    return a && b && differenceOf(a, b, { earlier: 'found', later: 'present' });
  }

  #factsOf(row: FileRow): EntryFacts {
    let facts = this.#facts.get(row);
    if (!facts) this.#facts.set(row, (facts = factsOf(row)));
    return facts;
  }

  #underPath({ subject }: Finding): FileRow[] {
    return this.#byPath.get(`${subject.system} ${subject.path}`) ?? [];
  }

  #ofInode(finding: Finding, near: number): FileRow[] {
    const { subject } = finding;
    return subject.inode === undefined ? [] : (this.#byInode.get(`${volumeOf(finding)} ${subject.inode + near}`) ?? []);
  }
}

/** The layers of the volume a finding lies on; a locator within the journal has one layer more. */
const volumeOf = ({ locators }: Finding): string =>
  (locators[0]?.layers ?? []).filter((l) => !l.startsWith('journal:')).join(' > ');

function keep(map: Map<string, FileRow[]>, key: string, row: FileRow): void {
  const list = map.get(key);
  if (!list) map.set(key, [row]);
  else if (list.length < KEPT) list.push(row);
}
