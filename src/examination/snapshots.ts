import {
  decryptedSnapshot,
  isSnapshot,
  opens,
  type SnapshotHead,
  type SnapshotItem,
  snapshotContainer,
  snapshotHead,
  snapshotItems,
} from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { type CaseFolder, type DraftFinding, type FileRow, factsOf } from '../case/index.ts';
import { DiskNow, type EntryDetector, type SnapshotClaim, SnapshotSeries } from '../detectors/index.ts';
import { type Device, expand, isUnread, locatorsOf } from '../evidence/index.ts';
import { byText, type EntryFacts, type Locator, type Unread } from '../model/index.ts';
import { rowOpener } from './open-row.ts';
import { SnapshotEvents } from './snapshot-events.ts';
import type { Tally } from './tally.ts';

/** Files that are asked whether they are snapshots, and snapshots that are read. */
const ASKED = 20_000;
/** Of those, members of archives: to open one, what stands before it in the archive is unfolded again. */
const MEMBERS = 500;
const MOST = 2000;
/** What one encrypted snapshot may unfold to. */
const BUDGET = { bytes: 2 ** 32, members: 1000, depth: 1 };

const NAMED = /state|snapshot|\.decrypted$|\.encrypted$/i;
/** As a word of its own, for members of archives: a library has thousands of classes about some state. */
const NAMED_MEMBER = /(?:^|[-_. ])(?:state|snapshot)s?(?:[-_. ]|$)|\.decrypted$|\.encrypted$/i;

/** A snapshot that can be read. */
export interface OpenedSnapshot {
  row: FileRow;
  source: ByteSource;
  /** The cuts from the evidence to the text. */
  layers: string[];
  head: SnapshotHead;
}

export interface SnapshotOptions {
  indicators: EntryDetector;
  contentVersion: string;
  /** Version of the system that runs, as the disk says it. */
  version?: string;
  /** Keys of the examiner for encrypted snapshots. */
  keys: readonly Buffer[];
  /** Number of this piece of work. */
  work: number;
}

/**
 * Reads every system snapshot among the stored entries, and puts those of one node in the order in which they were
 * made: their facts become events, what came and went between them findings. An encrypted one without its key is
 * stated as not read.
 */
export async function readSnapshots(folder: CaseFolder, device: Device, options: SnapshotOptions): Promise<void> {
  if (folder.done.has(options.work)) return;
  const notes = new Notes();
  const disk = new DiskNow(options.version);
  const opened = await openSnapshots(folder, device, options.keys, notes, disk);
  const drafts: DraftFinding[] = [];
  const events = new SnapshotEvents();
  const all = seriesOf(opened);
  for (const series of all) {
    const detector = new SnapshotSeries(options.indicators, options.contentVersion);
    for (const snapshot of series) {
      detector.begin(snapshot.head);
      events.begin(snapshot);
      for (const item of itemsOf(snapshot, notes)) {
        detector.item(item);
        events.item(item);
      }
      detector.end();
    }
    // Which of several nodes the disk is of is not known.
    for (const claim of detector.finish(all.length === 1 ? disk : undefined)) drafts.push(draftOf(claim, series));
    events.listed(detector.paths, series);
    if (detector.left > 0) notes.say(series[0]!, `${detector.left} more claims about system snapshots are not listed`);
    if (detector.forgotten > 0)
      notes.say(series[0]!, `${detector.forgotten} more listed paths of system snapshots were not compared`);
  }
  if (events.left > 0 && opened[0])
    notes.say(opened[0], `${events.left} more facts of system snapshots were found than the timeline takes`);
  const text = (list: unknown[]): string => list.map((item) => `${JSON.stringify(item)}\n`).join('');
  folder.storeEvents(options.work, events.rows);
  await folder.store(options.work, {
    files: '',
    claims: text(drafts),
    tally: text([...notes.tallies.values()].map((tally) => ({ tally }))),
  });
}

/** What the coverage is told. */
class Notes {
  readonly tallies = new Map<number, Tally>();

  of(row: FileRow): Tally {
    const evidence = Number(row.evidence);
    const known = this.tallies.get(evidence);
    if (known) return known;
    const made = { evidence, space: {}, detectors: {}, parsers: [], unread: [], unlisted: 0, unlistedBytes: 0 };
    this.tallies.set(evidence, made);
    return made;
  }

  parser(row: FileRow, name: string): void {
    const { parsers } = this.of(row);
    if (!parsers.includes(name)) parsers.push(name);
  }

  say({ row, layers }: Pick<OpenedSnapshot, 'row' | 'layers'>, reason: string, bytes = 0): void {
    const unread: Unread = {
      locator: { evidence: row.evidence, layers, bytes: factsOf(row).locator.bytes },
      reason,
      bytes,
      ...(row.path !== undefined && { path: row.path }),
    };
    this.of(row).unread.push(unread);
  }
}

async function openSnapshots(
  folder: CaseFolder,
  device: Device,
  keys: readonly Buffer[],
  notes: Notes,
  disk: DiskNow,
): Promise<OpenedSnapshot[]> {
  const rows: FileRow[] = [];
  let members = 0;
  let first: FileRow | undefined;
  for await (const row of folder.rows()) {
    if (row.allocation === 'allocated' && row.system === 'current' && row.path !== undefined) disk.add(row.path);
    if (rows.length >= ASKED || !mayBe(row)) continue;
    if (!isMember(row) || ++members <= MEMBERS) rows.push(row);
    else first ??= row;
  }
  if (first)
    notes.say(
      { row: first, layers: factsOf(first).locator.layers },
      `${members - MEMBERS} members of archives, of which this is the first, were not asked whether they are system snapshots: no more than ${MEMBERS} are`,
    );
  const open = rowOpener(device);
  const found: OpenedSnapshot[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    if (found.length >= MOST) break;
    if (row.sha256 !== undefined && seen.has(row.sha256)) continue;
    const source = await open(row);
    if (!source) continue;
    const { layers } = factsOf(row).locator;
    const name = nameOf(row);
    const text = isSnapshot(source.read(0, 64))
      ? { source, layers, name }
      : name.endsWith('.encrypted')
        ? await decrypted(row, source, keys, notes)
        : undefined;
    if (!text) continue;
    if (row.sha256 !== undefined) seen.add(row.sha256);
    notes.parser(row, 'snapshot');
    found.push({ row, source: text.source, layers: text.layers, head: snapshotHead(text.source, text.name) });
  }
  return found;
}

const nameOf = (row: FileRow): string => row.path!.slice(row.path!.lastIndexOf('/') + 1);

const encryptedSnapshot = 'snapshot-encrypted';

/** What opening the evidence said of encrypted snapshots, "nothing we recognise", is then better said. */
export function withoutSnapshots(unread: readonly Unread[], tallies: readonly Tally[]): Unread[] {
  const known = new Set(tallies.filter((t) => t.parsers.includes(encryptedSnapshot)).map((t) => String(t.evidence)));
  return unread.filter(({ locator }) => locator.layers[0] !== 'file' || !known.has(locator.evidence));
}

/** Whether a row may be a snapshot: by its name, or because it was handed over alone. */
const mayBe = (row: FileRow): boolean =>
  row.kind === 'file' &&
  row.path !== undefined &&
  row.size > 24 &&
  row.content !== 'lost' &&
  row.extents !== undefined &&
  (isMember(row)
    ? innermost(row.path).some((name) => NAMED_MEMBER.test(name))
    : NAMED.test(row.path) || row.layers === 'file');

const isMember = (row: FileRow): boolean => row.path?.includes('!/') ?? false;

/** Names of a member and of the archive around it. */
const innermost = (path: string): string[] =>
  path
    .split('!/')
    .slice(-2)
    .map((step) => step.slice(step.lastIndexOf('/') + 1));

async function decrypted(
  row: FileRow,
  source: ByteSource,
  keys: readonly Buffer[],
  notes: Notes,
): Promise<{ source: ByteSource; layers: string[]; name: string } | undefined> {
  const { layers, member } = factsOf(row).locator;
  // On a disk it is one witness more; handed over by itself it is the evidence.
  const bytes = row.inode === undefined || member !== undefined ? row.size : 0;
  const say = (reason: string): undefined => void notes.say({ row, layers }, reason, bytes);
  const container = snapshotContainer(source);
  if (!container) return say('encrypted system snapshot: the size in its header does not fit the file; not read');
  notes.parser(row, encryptedSnapshot);
  if (keys.length === 0)
    return say('encrypted system snapshot: no key was given (--key), so what it tells was not read');
  const key = keys.find((k) => opens(source, container, k));
  if (!key)
    return say(
      `encrypted system snapshot: ${keys.length === 1 ? 'the key that was given does' : `none of the ${keys.length} keys that were given does`} not open it (expected a zip inside), so what it tells was not read`,
    );
  const inside = [...layers, '3des-cfb64'];
  const plain = decryptedSnapshot(source, container, key);
  if (container.present < container.stated)
    notes.say(
      { row, layers },
      `encrypted system snapshot: ${container.present} of ${container.stated} bytes are there`,
    );
  for (const walked of await expand(plain, inside, { ...BUDGET })) {
    if (isUnread(walked))
      notes.say({ row, layers: inside }, `encrypted system snapshot: ${walked.reason}`, walked.bytes);
    else if (walked.kind === 'file') {
      const member = walked.open();
      if (!isSnapshot(member.read(0, 64))) continue;
      return { source: member, layers: walked.locator.layers, name: nameOf(row) };
    }
  }
  return say('encrypted system snapshot: its key opens it, and no member is a system snapshot');
}

/** Snapshots by node, oldest first; those without a time by their names. */
function seriesOf(opened: OpenedSnapshot[]): OpenedSnapshot[][] {
  const nodes = new Map<string, OpenedSnapshot[]>();
  for (const snapshot of opened) {
    const node = snapshot.head.node ?? '';
    nodes.set(node, [...(nodes.get(node) ?? []), snapshot]);
  }
  return [...nodes]
    .sort(([a], [b]) => byText(a, b))
    .map(([, list]) =>
      list.sort(
        (a, b) => byText(a.head.created?.at ?? '', b.head.created?.at ?? '') || byText(a.row.path!, b.row.path!),
      ),
    );
}

function* itemsOf(snapshot: OpenedSnapshot, notes: Notes): Generator<SnapshotItem> {
  const told = snapshotItems(snapshot.source, snapshot.head);
  const passed: string[] = [];
  for (;;) {
    const next = told.next();
    if (next.done) {
      for (const note of next.value) notes.say(snapshot, note);
      break;
    }
    if (next.value.kind === 'section') {
      const { title, complete, understood } = next.value.section;
      if (!complete) notes.say(snapshot, `snapshot: the section "${title}" has no end`);
      else if (understood === undefined) passed.push(title);
    }
    yield next.value;
  }
  if (passed.length > 0)
    notes.say(
      snapshot,
      `snapshot: ${passed.length} sections were kept as text and not taken apart: ${passed.slice(0, 12).join(', ')}${passed.length > 12 ? ' and more' : ''}`,
    );
}

function draftOf({ claim, path, state, gone, places }: SnapshotClaim, series: OpenedSnapshot[]): DraftFinding {
  const locators = places.flatMap(({ snapshot, offset, length }): Locator[] => {
    const { source, layers } = series[snapshot]!;
    return locatorsOf(source.origin(offset, length), layers);
  });
  const { row, source, layers } = series[places[0]!.snapshot]!;
  // Compressed text has no bytes of its own; the path then tells one line from another.
  const stretch = source.origin(places[0]!.offset, places[0]!.length).reduce((sum, o) => sum + o.length, 0);
  const own = stretch === places[0]!.length ? [] : [`snapshot:${path}`];
  const facts: EntryFacts = {
    locator: { evidence: row.evidence, layers: [...layers, ...own], bytes: locators[0]?.bytes ?? [] },
    path,
    kind: 'file',
    size: state?.file.size ?? 0,
    allocation: gone ? 'deleted' : 'allocated',
    content: 'lost',
    times: { ...(state?.file.modified && { modified: state.file.modified.at }) },
    notes: ['Known from a system snapshot only, which lists names, sizes and dates.'],
  };
  return { claim, facts, locators };
}
