import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { recogniseHost } from '../artifacts/index.ts';
import { type CaseFolder, createCase } from '../case/index.ts';
import { detectors, type Knowledge, rulesHash } from '../detectors/index.ts';
import { type Device, openDevice } from '../evidence/index.ts';
import { AfterimageError, type Evidence, type Host } from '../model/index.ts';
import { Accounts } from './accounts.ts';
import { readBaselines } from './baselines.ts';
import { addHorizons } from './horizon.ts';
import { installedOf } from './installed.ts';
import { addCompared } from './integrity.ts';
import { addLogs } from './log-coverage.ts';
import { given } from './looked-for.ts';
import { networkTables } from './network-tables.ts';
import type { ExamineOptions, Progress } from './options.ts';
import { gatherOwner, type OwnerTraces, readOwnerFiles } from './owner.ts';
import { expectedBytes, readEntries } from './read-entries.ts';
import { lookAgain } from './second-look.ts';
import { addSigma } from './sigma.ts';
import { withoutSnapshots } from './snapshots.ts';
import { statedHashes } from './stated.ts';
import { addSurveys } from './survey.ts';
import { closeCoverage } from './tally.ts';
import { Versions } from './versions.ts';
import { openWitnesses } from './witness/index.ts';

/** What an examination has read, before anybody concludes from it. */
export interface Examined {
  folder: CaseFolder;
  device: Device;
  evidence: Evidence[];
  host: Host;
  coverage: ReturnType<typeof closeCoverage>;
  /** What the case knows around its findings. */
  versions: Versions;
  merged: Awaited<ReturnType<CaseFolder['mergeFindings']>>;
  tool: { name: string; version: string };
  content: { version: string; hash: string };
  /** Who used what, as published. */
  knowledge: Knowledge;
  /** When the software of each system was installed, by role. */
  installed: Awaited<ReturnType<typeof installedOf>>;
  /** What names an owner, and the lists of owners that were handed over. */
  owner: OwnerTraces & { stated: ReturnType<typeof readOwnerFiles> };
  /** Rules and indicators handed over that could not be used, one sentence each. */
  unused: string[];
}

/** Seconds one scan may take when nobody says otherwise. */
const SCAN_TIMEOUT = 60;

export const tool = {
  name: 'afterimage',
  version: (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string })
    .version,
};

/**
 * Reads everything: opens the evidence, creates the case, and lets the workers do the rest. When it throws, the case
 * says that it was interrupted or failed, and can be resumed.
 * @throws AfterimageError about the request; trouble with evidence is in the coverage
 */
export async function readEvidence(options: ExamineOptions): Promise<Examined> {
  const report = progressOf(options);
  report({ phase: 'opening' });
  if (options.evidence.length === 0)
    throw new AfterimageError('usage', 'No evidence was named. Give an image, an archive or a directory.');
  const device = await openDevice(options.evidence);
  const witnesses = await openWitnesses(options.witness ?? [], device.evidence);
  const { host } = recogniseHost(device.trees);
  const stated = statedHashes(options, device);
  const knownGood = readBaselines(options.baselines ?? []);
  const owners = readOwnerFiles(options.owners ?? []);
  const networks = (options.networks ?? []).flatMap(networkTables);

  const lookedFor = given(options);
  const { content, sources, sigmaSources } = lookedFor;
  const threads = options.threads ?? availableParallelism();
  const scanTimeout = options.scanTimeout ?? SCAN_TIMEOUT;
  const hash = {
    version: content.version,
    hash: rulesHash([...sources, ...sigmaSources, ...lookedFor.knowledgeSources]),
  };
  const folder = await createCase(options.output, {
    mode: options.mode,
    evidence: options.evidence,
    witness: options.witness ?? [],
    tool,
    content: hash,
    options: {
      rules: options.rules,
      iocs: options.iocs,
      ...(options.knowledge?.length && { knowledge: options.knowledge }),
      sha256: options.sha256,
      scanTimeout,
      ...(knownGood.length > 0 && { baselines: knownGood.map((b) => b.hash) }),
      ...(owners.length > 0 && { owners: options.owners }),
      ...(networks.length > 0 && { networks: options.networks }),
      ...(options.withoutHistory && { withoutHistory: true }),
      ...(options.withoutLogs && { withoutLogs: true }),
      ...(options.keys?.length && { keys: options.keys.map(fingerprint) }),
    },
    ...(options.custody && { custody: options.custody }),
    threads,
    now: options.now,
  });
  try {
    const accounts = new Accounts(device, stated);
    await accounts.takeUp(folder);
    const total = expectedBytes(device);
    const tell = (progress: Partial<Progress> & Pick<Progress, 'phase'>): void =>
      report({ entries: accounts.entries, findings: accounts.drafts, ...progress });
    const reading = { ...options, threads, scanTimeout };
    const { works, unused } = await readEntries(folder, device, accounts, lookedFor, reading, tell);
    const own = await accounts.evidence(folder);
    const ids = own.map(({ id }) => id);
    const second = { ...options, host, lookedFor, knownGood, witnesses, threads, works, ids };
    const { logs, witnessed, asked } = await lookAgain(folder, device, second, tell);
    tell({ phase: 'writing', done: total, total });
    const evidence = [...own, ...witnessed.evidence];
    const heads = own.map((e, i) => ({ id: e.id, name: e.name, recognised: device.evidence[i]!.recognised }));
    const kinds = detectors.map((d) => ({ name: d.name, contentVersion: content.version }));
    const tallies = await accounts.tallies(folder);
    const early = [...withoutSnapshots(device.unread, tallies), ...accounts.unhashed];
    const coverage = closeCoverage(heads, tallies, early, kinds);
    addSurveys(coverage, content.version);
    if (!options.withoutHistory) addHorizons(device, coverage);
    addLogs(device, logs, coverage, content.version);
    addSigma(coverage, asked, content.version);
    await addCompared(folder, coverage);
    coverage.push(...witnessed.coverage);
    const named = evidence.map((e) => e.id);
    const merged = await folder.mergeFindings(named);
    await folder.beginTables(named, merged.links, options.signal);
    const versions = await Versions.around(folder, merged.findings);
    return {
      folder,
      device,
      evidence,
      host,
      coverage,
      merged,
      versions,
      tool,
      content: hash,
      knowledge: lookedFor.knowledge,
      installed: await installedOf(folder),
      owner: { ...(await gatherOwner(folder, device, { evidence, host, networks })), stated: owners },
      unused: [...unused, ...asked.failed],
    };
  } catch (error) {
    throw await closeUnfinished(folder, error, options.signal);
  }
}

/** Tells one key from another without telling the key. */
const fingerprint = (key: Buffer): string => createHash('sha256').update('key').update(key).digest('hex').slice(0, 16);

/** Leaves a case that says how far it came. @returns the error to throw: what stops on a signal has no words of its own */
export async function closeUnfinished(folder: CaseFolder, error: unknown, signal?: AbortSignal): Promise<unknown> {
  const stopped = signal?.aborted && (error === signal.reason || (error as Error | undefined)?.name === 'AbortError');
  const told = stopped ? new AfterimageError('interrupted', 'The examination was interrupted.') : error;
  const interrupted = told instanceof AfterimageError && told.code === 'interrupted';
  await folder.stop(interrupted ? 'interrupted' : 'failed', told instanceof Error ? told.message : String(told));
  return told;
}

function progressOf(options: ExamineOptions): (p: Partial<Progress> & Pick<Progress, 'phase'>) => void {
  return (p) => options.onProgress?.({ done: 0, total: 0, entries: 0, findings: 0, ...p });
}
