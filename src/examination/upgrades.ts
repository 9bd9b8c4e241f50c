import { versionOf } from '../artifacts/index.ts';
import { type CaseFolder, type DraftFinding, type FileRow, factsOf } from '../case/index.ts';
import {
  type LoggedStart,
  neverStarted,
  rewrittenVersion,
  type ScanDigest,
  type StatedVersion,
  twoVersions,
} from '../detectors/index.ts';
import type { Device } from '../evidence/index.ts';
import type { Claim, Locator } from '../model/index.ts';
import { type LogsTold, rangesOf } from './log-events.ts';
import { rowOpener } from './open-row.ts';

const PATHS = ['/home/VERSION', '/boot/VERSION'];
/** VERSION files and their earlier versions that are read. */
const MOST = 500;

interface Read {
  row: FileRow;
  stated: StatedVersion;
}

/** A start of the software, and the record of it. */
interface Start extends LoggedStart {
  system: string;
  locators: Locator[];
}

/** Holds what the VERSION files of each system say against each other, their past, and the starts that logs tell of. */
export async function checkUpgrades(
  folder: CaseFolder,
  device: Device,
  logs: LogsTold,
  options: { contentVersion: string; work: number },
): Promise<void> {
  if (folder.done.has(options.work)) return;
  const files = await versionFiles(folder, device);
  const drafts: DraftFinding[] = [];
  const put = (claim: Claim | undefined, { row }: Read, others: Locator[]): void => {
    if (!claim) return;
    const facts = factsOf(row);
    const hashes = row.sha256 === undefined ? {} : { hashes: { sha256: row.sha256 } };
    drafts.push({ claim, facts, ...hashes, locators: [facts.locator, ...others] });
  };
  const { contentVersion } = options;
  const starts = startsOf(device, logs);
  for (const file of files.filter(({ row }) => row.allocation === 'allocated')) {
    const mine = (other: Read): boolean => other.row.system === file.row.system;
    const earlier = files.find(
      (f) =>
        mine(f) &&
        f.row.path === file.row.path &&
        f.row.allocation === 'superseded' &&
        f.row.sha256 !== file.row.sha256,
    );
    if (earlier)
      put(rewrittenVersion(file.stated, earlier.stated, contentVersion), file, [factsOf(earlier.row).locator]);
    if (file.row.path !== PATHS[0]) continue;
    const boot = files.find((f) => mine(f) && f.row.path === PATHS[1] && f.row.allocation === 'allocated');
    if (boot) put(twoVersions(file.stated, boot.stated, contentVersion), file, [factsOf(boot.row).locator]);
    // A log on a volume of no one system is that of the one which runs.
    const start = starts.find((s) => s.system === (file.row.system ?? 'unknown'));
    if (start) put(neverStarted(file.stated, start, contentVersion), file, start.locators);
  }
  await folder.store(options.work, { files: '', claims: drafts.map((d) => `${JSON.stringify(d)}\n`).join('') });
}

async function versionFiles(folder: CaseFolder, device: Device): Promise<Read[]> {
  const rows: FileRow[] = [];
  for await (const row of folder.rows())
    if (row.kind === 'file' && PATHS.includes(row.path ?? '') && row.content === 'intact' && row.size > 0)
      if (row.size < 65_536 && row.extents !== undefined && rows.push(row) >= MOST) break;
  const open = rowOpener(device);
  const found: Read[] = [];
  for (const row of rows) {
    const source = await open(row);
    const { version, build } = source ? versionOf(source.read(0, source.size).toString('utf8')) : {};
    if (version === undefined) continue;
    const stated = { path: row.path!, version, ...(build && { build }), ...onVolume(row) };
    found.push({ row, stated });
  }
  return found;
}

/** When the inode was changed, where a kernel of the device wrote it: a collected copy has the collector's times. */
const onVolume = (row: FileRow): { changed?: string } =>
  row.changed !== undefined && row.layers !== 'directory' ? { changed: row.changed } : {};

/** The last start that the logs of each system tell of. */
function startsOf(device: Device, { files, told }: LogsTold): Start[] {
  const last = new Map<string, Start>();
  for (const { file, digests, to } of told) {
    const digest = digests['integrity-alibi'] as ScanDigest | undefined;
    const log = files.files[file]!;
    const boot = digest?.scans.filter((s) => s.kind === 'boot' && s.versions).at(-1);
    if (!boot || to === undefined) continue;
    const at = new Date(boot.at / 1000).toISOString();
    const system = log.row.system ?? 'unknown';
    const known = last.get(system);
    const until = known && known.until > to ? known.until : to;
    if (known && known.at > at) known.until = until;
    else
      last.set(system, {
        at,
        until,
        system,
        versions: boot.versions!,
        log: log.path,
        locators: rangesOf(device, log, [{ offset: boot.offset, length: boot.length }]),
      });
  }
  return [...last.values()];
}
