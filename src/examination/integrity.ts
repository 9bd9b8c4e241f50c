import {
  type Baseline,
  checkSignature,
  excluder,
  manifestFolder,
  readExclusions,
  readManifest,
  type SignatureCheck,
} from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { type CaseFolder, type DraftFinding, entryOf, type FileRow, factsOf } from '../case/index.ts';
import {
  addedClaim,
  type Compared,
  Comparison,
  changedClaim,
  type ListTold,
  missingClaim,
} from '../detectors/index.ts';
import { type Device, locatorsOf } from '../evidence/index.ts';
import type { Coverage, EntryFacts, Host, ListCompared, Locator } from '../model/index.ts';
import { type ManifestFiles, manifestClaims } from './manifest-claims.ts';
import { rowOpener } from './open-row.ts';
import { WEB_ROOT } from './web-root.ts';

/** A baseline of the examiner, read. */
export interface GivenBaseline {
  /** File name, for people. */
  name: string;
  /** SHA-256 of the file. */
  hash: string;
  baseline: Baseline;
}

export interface IntegrityOptions {
  host: Host;
  baselines: readonly GivenBaseline[];
  contentVersion: string;
  /** Number of this piece of work. */
  work: number;
}

/** Findings of one list and one kind; beyond, the coverage has their number. */
const MOST = 200;

/** One list, and the system that it is compared with. */
interface Running {
  list: ListTold;
  system: string;
  comparison: Comparison;
  /** The list itself, when it is evidence. */
  manifest?: { row: FileRow; source: ByteSource };
  notes: string[];
  pages: string[];
  refused?: string;
}

/** Names of what lies below the web root. */
function pagesOf(files: readonly { path: string }[]): string[] {
  const found = files.flatMap(({ path }) =>
    path.includes(WEB_ROOT) ? [path.slice(path.lastIndexOf('/') + 1).toLowerCase()] : [],
  );
  return [...new Set(found)].slice(0, MOST_PAGES);
}

/** What is kept of this piece of work beside its findings. */
interface Kept {
  compared: ListCompared;
  pages?: ListedPages;
}

/** Names of the files below the web root that a list has, lower case. */
export interface ListedPages {
  list: string;
  names: string[];
}

/** Names of one list. */
const MOST_PAGES = 50_000;

/**
 * Compares the live files of each system with the device's own manifest, and with the baselines that were given; checks
 * the manifest's signature, its key, its earlier versions and its times.
 */
export async function checkIntegrity(folder: CaseFolder, device: Device, options: IntegrityOptions): Promise<void> {
  if (folder.done.has(options.work)) return;
  const { contentVersion, host } = options;
  const files = await manifestRows(folder);
  const open = rowOpener(device);
  const systems = [...new Set([...files.systems, ...host.systems.map((s) => s.role)])].sort();
  const running: Running[] = [];
  for (const manifest of files.live('manifest')) {
    const source = await open(manifest);
    if (!source) continue;
    const exclusions = files.live('exclusion_list').find((r) => r.system === manifest.system);
    const listed = exclusions && (await open(exclusions));
    const excluded = listed ? readExclusions(listed) : [];
    const { lines, other } = readManifest(source);
    if (lines.length === 0) continue;
    running.push({
      list: { kind: 'manifest', name: "the device's own manifest" },
      system: manifest.system ?? 'unknown',
      comparison: new Comparison(lines, excluder(excluded)),
      manifest: { row: manifest, source },
      pages: pagesOf(lines),
      notes: [
        ...(excluded.length > 0
          ? [`${excluded.length} paths of its exclusion list were passed over: ${excluded.slice(0, 8).join(', ')}`]
          : []),
        ...(other > 0 ? [`${other} of its lines name no file`] : []),
      ],
    });
  }
  for (const { name, baseline } of options.baselines) running.push(...baselineRuns(name, baseline, host, systems));
  const wanted = running.filter((r) => r.refused === undefined);
  if (wanted.length > 0)
    for await (const row of folder.rows()) {
      if (row.allocation !== 'allocated' || row.path === undefined || row.path.includes('!/')) continue;
      for (const { system, comparison } of wanted)
        if (system === '*' || system === (row.system ?? 'unknown')) comparison.entry(entryOf(row));
    }
  const drafts: DraftFinding[] = [];
  const kept: Kept[] = [];
  for (const one of running) {
    const result = one.comparison.finish();
    const refused = one.refused ?? result.refused;
    const pages = { list: one.list.name, names: one.pages };
    kept.push({ compared: told(one, result, refused), ...(refused === undefined && { pages }) });
    if (refused === undefined) drafts.push(...claimsOf(one, result, contentVersion));
  }
  const checks = new Map<string, SignatureCheck>();
  for (const { manifest, system } of running)
    if (manifest) checks.set(system, await signatureOf(files, system, manifest.source, open));
  drafts.push(...(await manifestClaims(files, checks, host, open, folder, contentVersion)));
  const text = (list: unknown[]): string => list.map((item) => `${JSON.stringify(item)}\n`).join('');
  for (const [system, check] of checks) {
    const entry = kept.find((k) => k.compared.kind === 'manifest' && k.compared.system === system)!.compared;
    entry.signature = check.says === 'unknown' ? `not checked: ${check.because}` : check.says;
  }
  await folder.store(options.work, { files: '', claims: text(drafts), tally: text(kept) });
}

/** Adds what was compared to the coverage: lists are of the device, so the first piece of evidence tells of them. */
export async function addCompared(folder: CaseFolder, coverage: Coverage[]): Promise<void> {
  const compared: ListCompared[] = [];
  for await (const kept of folder.tallies<Kept | object>()) if ('compared' in kept) compared.push(kept.compared);
  if (coverage[0] && compared.length > 0) coverage[0].compared = compared;
}

async function manifestRows(folder: CaseFolder): Promise<ManifestFiles> {
  const rows: FileRow[] = [];
  for await (const row of folder.rows())
    if (
      row.path?.startsWith(manifestFolder) &&
      row.kind === 'file' &&
      row.size > 0 &&
      row.content === 'intact' &&
      row.extents !== undefined &&
      rows.length < 10_000
    )
      rows.push(row);
  const named = (name: string): FileRow[] => rows.filter((r) => r.path === manifestFolder + name);
  return {
    systems: [...new Set(rows.map((r) => r.system ?? 'unknown'))].sort(),
    live: (name) => named(name).filter((r) => r.allocation === 'allocated'),
    earlier: (name) => named(name).filter((r) => r.allocation === 'superseded' || r.allocation === 'deleted'),
  };
}

/** A baseline is compared with the systems of its version; with all of them where versions are not known. */
function baselineRuns(file: string, { header, files }: Baseline, host: Host, systems: string[]): Running[] {
  const version = [header.version, header.build && `build ${header.build}`].filter(Boolean).join(' ');
  const list: ListTold = { kind: 'baseline', name: `the baseline ${file}${version ? ` of ${version}` : ''}` };
  const empty = { list, comparison: new Comparison([]), notes: [], pages: [] };
  if (header.product !== 'unknown' && host.product !== 'unknown' && header.product !== host.product)
    return [{ ...empty, system: '*', refused: `it is of ${header.product}, the device is ${host.product}` }];
  const known = host.systems.filter((s) => s.version !== undefined);
  const pages = pagesOf(files);
  const run = (system: string): Running => ({ list, system, comparison: new Comparison(files), notes: [], pages });
  if (header.version === undefined || known.length === 0)
    return host.systems.length === 0 ? [run('*')] : systems.filter((s) => s !== 'shared').map(run);
  const fitting = known.filter((s) => s.version === header.version);
  if (fitting.length > 0) return fitting.map((s) => run(s.role));
  const there = known.map((s) => `${s.role} ${s.version}`).join(', ');
  return [{ ...empty, system: '*', refused: `it is of version ${header.version}, the device has ${there}` }];
}

async function signatureOf(
  files: ManifestFiles,
  system: string,
  list: ByteSource,
  open: (row: FileRow) => Promise<ByteSource | undefined>,
): Promise<SignatureCheck> {
  const part = async (name: string): Promise<ByteSource | undefined> => {
    const row = files.live(name).find((r) => (r.system ?? 'unknown') === system);
    return row && (await open(row));
  };
  const [signature, key] = [await part('manifest.1'), await part('manifest.2')];
  if (!signature || !key)
    return { says: 'unknown', because: `${signature ? 'manifest.2' : 'manifest.1'} is not there or could not be read` };
  return checkSignature(list, signature, key);
}

function told(one: Running, result: Compared, refused: string | undefined): ListCompared {
  return {
    list: one.list.name,
    kind: one.list.kind,
    system: one.system,
    same: result.same,
    changed: result.changed.length,
    added: result.added.length,
    missing: result.missing.length,
    absent: result.absent,
    unread: result.unread,
    excluded: result.excluded,
    other: result.other,
    ...(one.notes.length > 0 && { notes: one.notes }),
    ...(refused !== undefined && { refused }),
  };
}

/** The bytes of a file, or the record of it. */
const bytesOf = (facts: EntryFacts): Locator =>
  facts.locator.bytes.length > 0 ? facts.locator : (facts.recorded?.metadata ?? facts.recorded?.name ?? facts.locator);

function* claimsOf(one: Running, result: Compared, version: string): Generator<DraftFinding> {
  const { list, manifest } = one;
  const line = ({ offset, length }: { offset?: number; length?: number }): Locator[] =>
    manifest && offset !== undefined
      ? locatorsOf(manifest.source.origin(offset, length!), factsOf(manifest.row).locator.layers)
      : [];
  for (const { found, expected } of result.changed.slice(0, MOST))
    yield {
      ...found,
      claim: changedClaim(list, expected.path, { found: found.hashes!.sha256, expected: expected.sha256 }, version),
      locators: [bytesOf(found.facts), ...line(expected)],
    };
  for (const found of result.added.slice(0, MOST))
    yield { ...found, claim: addedClaim(list, found.facts.path!, version), locators: [bytesOf(found.facts)] };
  for (const { folder, expected } of result.missing.slice(0, MOST)) {
    const locators = [...line(expected), folder.facts.recorded?.metadata ?? bytesOf(folder.facts)];
    yield {
      claim: missingClaim(list, expected.path, version),
      facts: {
        locator: { ...folder.facts.locator, bytes: locators[0]!.bytes },
        path: expected.path,
        kind: 'file',
        size: 0,
        allocation: 'deleted',
        content: 'lost',
        times: {},
        ...(folder.facts.system && { system: folder.facts.system }),
      },
      locators,
    };
  }
}
