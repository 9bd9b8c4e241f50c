import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { recogniseHost } from '../artifacts/index.ts';
import { type CaseFolder, createCase } from '../case/index.ts';
import {
  compileRules,
  detectors,
  indicatorDetector,
  type Knowledge,
  loadIndicators,
  rulesHash,
  surveyDetectors,
} from '../detectors/index.ts';
import { type Device, openDevice } from '../evidence/index.ts';
import { AfterimageError, type Evidence, type Host } from '../model/index.ts';
import { Accounts } from './accounts.ts';
import { readBaselines } from './baselines.ts';
import { carveLogs, soughtRecords } from './carve-logs.ts';
import { addHorizons } from './horizon.ts';
import { installedOf } from './installed.ts';
import { addCompared, checkIntegrity } from './integrity.ts';
import { addLogs } from './log-coverage.ts';
import { logEvents } from './log-events.ts';
import { logRows, noLogRows } from './log-rows.ts';
import { given, notUsed } from './looked-for.ts';
import type { ExamineOptions, Progress } from './options.ts';
import type { WorkerMessage } from './protocol.ts';
import { startReaders } from './readers.ts';
import { addSigma, runSigma } from './sigma.ts';
import { readSnapshots, withoutSnapshots } from './snapshots.ts';
import { addSurveys, survey } from './survey.ts';
import { closeCoverage } from './tally.ts';
import { unredact } from './unredact.ts';
import { checkUpgrades } from './upgrades.ts';
import { Versions } from './versions.ts';
import { hearWitnesses, openWitnesses } from './witness/index.ts';

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
  /** Rules and indicators handed over that could not be used, one sentence each. */
  unused: string[];
}

/** Rules and indicators that could not be used, as many as the ledger names. */
const NAMED = 1000;

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
  const baselines = readBaselines(options.baselines ?? []);

  const lookedFor = given(options);
  const { content, sources, sigmaSources, indicators } = lookedFor;
  const threads = options.threads ?? availableParallelism();
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
      scanTimeout: options.scanTimeout ?? SCAN_TIMEOUT,
      ...(baselines.length > 0 && { baselines: baselines.map((b) => b.hash) }),
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
    let bytes = 0;
    const onMessage = async (message: WorkerMessage): Promise<void> => {
      if (message.type === 'advance') {
        bytes += message.bytes;
        report({
          phase: 'reading',
          done: Math.min(bytes, total),
          total,
          entries: accounts.entries,
          findings: accounts.drafts,
          ...(message.reading !== undefined && { reading: message.reading }),
        });
      } else if (message.type === 'batch' || message.type === 'hashed') await accounts.store(folder, message);
    };
    const readers = startReaders({
      setup: {
        evidence: options.evidence,
        next: new SharedArrayBuffer(4),
        indicators,
        contentVersion: content.version,
        scanTimeoutMs: (options.scanTimeout ?? SCAN_TIMEOUT) * 1000,
        done: [...folder.done],
        ...(options.withoutHistory && { withoutHistory: true }),
      },
      threads,
      ...(device.trees.every((tree) => tree.transferable) && {
        walkFrom: device.evidence.filter((e) => e.source).length,
      }),
      onMessage,
      ...(options.signal && { signal: options.signal }),
    });
    let works: number;
    let unused: string[];
    try {
      // Compiled while the evidence is hashed and walked.
      report({ phase: 'compiling' });
      const compiled = compileRules(sources);
      unused = notUsed(lookedFor, compiled, options.onNotice ?? (() => {}));
      readers.rules({ bytes: compiled.bytes, origins: compiled.origins });
      if (unused.length > 0)
        await folder.record('content-not-used', { count: unused.length, first: unused.slice(0, NAMED) });
      works = await readers.finished;
    } finally {
      await readers.stop();
    }
    await survey(
      folder,
      surveyDetectors.map((d) => d.make(content.version)),
      works,
    );
    const rows = options.withoutHistory || options.withoutLogs ? noLogRows : await logRows(folder);
    const unredacted = await unredact(folder, device, rows, content.version, works + 1);
    const sought = await soughtRecords(rows, device);
    await readSnapshots(folder, device, {
      indicators: indicatorDetector(loadIndicators(indicators).set, content.version),
      contentVersion: content.version,
      ...(host.version !== undefined && { version: host.version }),
      keys: options.keys ?? [],
      work: works + 2,
    });
    await checkIntegrity(folder, device, { host, baselines, contentVersion: content.version, work: works + 3 });
    const logs = await logEvents(folder, device, {
      evidence: options.evidence,
      threads,
      contentVersion: content.version,
      work: works + 4,
      sought,
      ...(options.withoutLogs && { none: true }),
      ...(options.signal && { signal: options.signal }),
      onProgress: (done, of, reading) =>
        report({
          phase: 'reading',
          done,
          total: of,
          entries: accounts.entries,
          findings: accounts.drafts,
          ...(reading !== undefined && { reading }),
        }),
    });
    await carveLogs(folder, device, rows, sought, unredacted, logs, logs.next);
    const witnessed = await hearWitnesses(folder, device, logs, witnesses, {
      contentVersion: content.version,
      work: logs.next + 1,
    });
    for (const notice of witnessed.notices) options.onNotice?.(notice);
    await tellEvents(folder);
    const asked = await runSigma(folder, lookedFor.sigma, {
      contentVersion: content.version,
      work: logs.next + 1 + witnesses.length,
      ...(options.signal && { signal: options.signal }),
    });
    await checkUpgrades(folder, device, logs, {
      contentVersion: content.version,
      work: logs.next + 2 + witnesses.length,
    });
    for (const text of asked.failed) options.onNotice?.(text);
    report({ phase: 'writing', done: total, total, entries: accounts.entries, findings: accounts.drafts });
    const own = await accounts.evidence(folder);
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
    const merged = await folder.mergeFindings(evidence.map((e) => e.id));
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
      unused: [...unused, ...asked.failed],
    };
  } catch (error) {
    await closeUnfinished(folder, error);
    throw error;
  }
}

/** Tells one key from another without telling the key. */
const fingerprint = (key: Buffer): string => createHash('sha256').update('key').update(key).digest('hex').slice(0, 16);
/** Notes in the ledger what the logs told, kind by kind. */
async function tellEvents(folder: CaseFolder): Promise<void> {
  const events = await folder.events();
  try {
    const counts: Record<string, unknown>[] = [];
    const sql = `SELECT source, service, recovered, count(*) AS events, count("at") AS dated
      FROM event GROUP BY ALL ORDER BY ALL`;
    for await (const row of events.rows(sql)) counts.push(row);
    if (counts.length > 0) await folder.record('logs-read', { events: counts });
  } finally {
    events.close();
  }
}

/** Leaves a case that says how far it came. */
export async function closeUnfinished(folder: CaseFolder, error: unknown): Promise<void> {
  const interrupted = error instanceof AfterimageError && error.code === 'interrupted';
  await folder.stop(interrupted ? 'interrupted' : 'failed', error instanceof Error ? error.message : String(error));
}

/** Hashes that somebody stated for each piece of evidence: on the command line, or in a file beside it. */
function statedHashes(options: ExamineOptions, device: Device): (string | undefined)[] {
  if (options.sha256.length > device.evidence.length) {
    throw new AfterimageError(
      'usage',
      `--sha256: ${options.sha256.length} hashes were stated, ${device.evidence.length} pieces of evidence given.`,
    );
  }
  return device.evidence.map((evidence, i) => {
    const said = options.sha256[i]?.toLowerCase();
    if (said !== undefined && !/^[0-9a-f]{64}$/.test(said))
      throw new AfterimageError(
        'usage',
        `--sha256: "${options.sha256[i]}" is not a SHA-256; expected 64 hexadecimal digits.`,
      );
    return said ?? evidence.stated?.sha256;
  });
}

/** Every byte is read to be hashed, and once more to be looked at. */
const expectedBytes = (device: Device): number =>
  device.evidence.reduce((sum, e) => sum + (e.source ? e.size : 0), 0) +
  device.trees.reduce((sum, t) => sum + t.facts.size, 0);

function progressOf(options: ExamineOptions): (p: Partial<Progress> & Pick<Progress, 'phase'>) => void {
  return (p) => options.onProgress?.({ done: 0, total: 0, entries: 0, findings: 0, ...p });
}
