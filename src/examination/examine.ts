import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { recogniseHost } from '../artifacts/index.ts';
import { type CaseFolder, createCase } from '../case/index.ts';
import {
  type CompiledRules,
  type CompiledSigma,
  collectRules,
  collectSigma,
  compileRules,
  compileSigma,
  detectors,
  holdsSigma,
  indicatorDetector,
  loadContent,
  loadIndicators,
  readIndicatorFiles,
  surveyDetectors,
} from '../detectors/index.ts';
import { type Device, openDevice } from '../evidence/index.ts';
import { AfterimageError, type Evidence, type Host } from '../model/index.ts';
import { Accounts } from './accounts.ts';
import { runCrew } from './crew.ts';
import { addHorizons } from './horizon.ts';
import { addLogs } from './log-coverage.ts';
import { logEvents } from './log-events.ts';
import type { ExamineOptions, Progress } from './options.ts';
import type { WorkerSetup } from './protocol.ts';
import { addSigma, runSigma } from './sigma.ts';
import { readSnapshots, withoutSnapshots } from './snapshots.ts';
import { addSurveys, survey } from './survey.ts';
import { closeCoverage } from './tally.ts';
import { unredact } from './unredact.ts';
import { Versions } from './versions.ts';

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
  /** Rules and indicators handed over that could not be used, one sentence each. */
  unused: string[];
}

/** Rules and indicators that could not be used, as many as the ledger names. */
const NAMED = 1000;

/** As many as are said at once. */
const SAID = 30;

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
  const { host } = recogniseHost(device.trees);
  const stated = statedHashes(options, device);

  report({ phase: 'compiling' });
  const { content, compiled, sigma, indicators, unused } = detectionContent(options);
  const threads = options.threads ?? availableParallelism();
  const hash = { version: content.version, hash: hashOf(compiled.hash, options) };
  const folder = await createCase(options.output, {
    mode: options.mode,
    evidence: options.evidence,
    tool,
    content: hash,
    options: {
      rules: options.rules,
      iocs: options.iocs,
      sha256: options.sha256,
      scanTimeout: options.scanTimeout ?? SCAN_TIMEOUT,
      ...(options.keys?.length && { keys: options.keys.map(fingerprint) }),
    },
    ...(options.custody && { custody: options.custody }),
    threads,
    now: options.now,
  });
  try {
    if (unused.length > 0)
      await folder.record('content-not-used', { count: unused.length, first: unused.slice(0, NAMED) });
    const accounts = new Accounts(device, stated);
    await accounts.takeUp(folder);
    const setup: WorkerSetup = {
      evidence: options.evidence,
      next: new SharedArrayBuffer(4),
      rules: compiled.bytes,
      origins: compiled.origins,
      indicators,
      contentVersion: content.version,
      scanTimeoutMs: (options.scanTimeout ?? SCAN_TIMEOUT) * 1000,
      done: [...folder.done],
    };
    const total = expectedBytes(device);
    let bytes = 0;
    const works = await runCrew(
      setup,
      threads,
      async (message) => {
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
      },
      options.signal,
    );
    await survey(
      folder,
      surveyDetectors.map((d) => d.make(content.version)),
      works,
    );
    await unredact(folder, device, content.version, works + 1);
    await readSnapshots(folder, device, {
      indicators: indicatorDetector(loadIndicators(indicators).set, content.version),
      contentVersion: content.version,
      keys: options.keys ?? [],
      work: works + 2,
    });
    const logs = await logEvents(folder, device, {
      evidence: options.evidence,
      threads,
      contentVersion: content.version,
      work: works + 3,
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
    await tellEvents(folder);
    const asked = await runSigma(folder, sigma, {
      contentVersion: content.version,
      work: logs.next,
      ...(options.signal && { signal: options.signal }),
    });
    for (const text of asked.failed) options.onNotice?.(text);
    report({ phase: 'writing', done: total, total, entries: accounts.entries, findings: accounts.drafts });
    const evidence = await accounts.evidence(folder);
    const heads = evidence.map((e, i) => ({ id: e.id, name: e.name, recognised: device.evidence[i]!.recognised }));
    const kinds = detectors.map((d) => ({ name: d.name, contentVersion: content.version }));
    const tallies = await accounts.tallies(folder);
    const early = [...withoutSnapshots(device.unread, tallies), ...accounts.unhashed];
    const coverage = closeCoverage(heads, tallies, early, kinds);
    addSurveys(coverage, content.version);
    addHorizons(device, coverage);
    addLogs(device, logs, coverage, content.version);
    addSigma(coverage, asked, content.version);
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

/** Names everything that detects: YARA rules as they were compiled, and the texts of the Sigma rules handed over. */
function hashOf(compiled: string, { rules }: ExamineOptions): string {
  const { sources } = collectSigma(rules);
  if (sources.length === 0) return compiled;
  const hash = createHash('sha256').update(compiled);
  for (const { file, text } of sources) hash.update(`${file}:${text.length}:`).update(text);
  return hash.digest('hex');
}

function detectionContent(options: ExamineOptions): {
  content: ReturnType<typeof loadContent>;
  compiled: CompiledRules;
  sigma: CompiledSigma;
  indicators: WorkerSetup['indicators'];
  unused: string[];
} {
  const content = loadContent();
  const theirs = collectRules(options.rules, holdsSigma);
  const given = collectSigma(options.rules);
  const sigma = compileSigma([...content.sigma, ...given.sources]);
  const compiled = compileRules([...content.rules, ...theirs.sources]);
  const files = readIndicatorFiles(options.iocs);
  const loaded = loadIndicators(files);
  const at = (file: string, line: number | undefined): string => (line === undefined ? file : `${file}:${line}`);
  const unused = [
    ...theirs.problems.map((p) => `rules: ${at(p.file, p.line)}: ${p.reason}`),
    ...compiled.rejected.map((r) => `rules: ${at(r.file, r.line)}${r.rule ? ` ${r.rule}` : ''}: not used: ${r.reason}`),
    ...[...given.problems, ...sigma.notRun].map(
      (p) => `sigma: ${at(p.file, p.line)}${p.rule ? ` ${p.rule}` : ''}: not run: ${p.reason}`,
    ),
    ...loaded.unusable.map((u) => `indicators: ${at(u.file, u.line)}${u.id ? ` ${u.id}` : ''}: not used: ${u.reason}`),
  ];
  const say = options.onNotice ?? (() => {});
  // A public rule set has thousands of rules for other products.
  for (const text of unused.slice(0, SAID)) say(text);
  if (unused.length > SAID) say(`${unused.length - SAID} more were not used; ledger.jsonl says which and why`);
  if (compiled.withExternals.length > 0)
    say(
      `rules: ${compiled.withExternals.length} use file names or owners, which are empty here; they may say less than their author meant`,
    );
  for (const notice of loaded.notices) say(`indicators: ${notice}`);
  return { content, compiled, sigma, indicators: [...content.indicators, ...files], unused };
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
