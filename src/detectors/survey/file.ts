import type { Instant, Version } from '../../model/index.ts';
import type { Surveyed } from '../survey.ts';
import { isProgram } from './places.ts';

/** What surveys read of an entry: columns of the case's table of files. */
export interface SurveyRow {
  evidence: string;
  layers: string;
  system?: string | undefined;
  path?: string | undefined;
  kind: string;
  allocation: string;
  content: string;
  size: number;
  modified?: Instant | undefined;
  changed?: Instant | undefined;
  born?: Instant | undefined;
  deleted?: Instant | undefined;
  inode?: number | undefined;
  sha256?: string | undefined;
  version_transaction?: number | undefined;
  version_committed?: Instant | undefined;
  extents?: string | undefined;
  notes?: string | undefined;
}

/** A regular file of a filesystem that has a name, with the times its kernel wrote. */
export class SurveyedFile {
  readonly path: string;
  readonly inode: number;
  readonly allocation: string;
  readonly content: string;
  readonly size: number;
  readonly system: string | undefined;
  readonly modified: Instant | undefined;
  readonly changed: Instant;
  readonly born: Instant | undefined;
  readonly deleted: Instant | undefined;
  readonly sha256: string | undefined;
  readonly version: Version | undefined;
  /** Names the volume it lies on. */
  readonly volume: string;
  readonly isProgram: boolean;
  readonly #notes: string | undefined;
  /** Everything that is known of the entry. */
  readonly whole: () => Surveyed;

  private constructor(row: SurveyRow, path: string, inode: number, changed: Instant, whole: () => Surveyed) {
    this.path = path;
    this.inode = inode;
    this.allocation = row.allocation;
    this.content = row.content;
    this.size = row.size;
    this.system = row.system;
    this.modified = row.modified;
    this.changed = changed;
    this.born = row.born;
    this.deleted = row.deleted;
    this.sha256 = row.sha256;
    this.version = versionOf(row);
    this.volume = `${row.evidence} ${row.layers} ${row.system ?? ''}`;
    this.isProgram = isProgram(path);
    this.#notes = row.notes;
    this.whole = whole;
  }

  /**
   * The entry as surveys compare it; nothing when they do not: a member of an archive or a collection has no times of
   * this kernel.
   * @param whole gives everything that is known of it, which few entries are asked for
   */
  static of(row: SurveyRow, whole: () => Surveyed): SurveyedFile | undefined {
    const { kind, path, inode, changed } = row;
    if (kind !== 'file' || path === undefined || inode === undefined || changed === undefined) return undefined;
    if (path.includes('!/') || hasMember(row)) return undefined;
    return new SurveyedFile(row, path, inode, changed, whole);
  }

  /** What its reader found odd about it. */
  get notes(): string[] {
    return this.#notes === undefined ? [] : (JSON.parse(this.#notes) as string[]);
  }
}

/** True when the content is that of a named piece of evidence, as in a collection: the only text in `extents`. */
const hasMember = ({ extents }: SurveyRow): boolean => extents?.includes('"') ?? false;

const versionOf = ({ version_transaction: transaction, version_committed: committed }: SurveyRow) =>
  transaction === undefined ? undefined : { transaction, ...(committed !== undefined && { committed }) };
