import type { CaseFolder } from '../case/index.ts';
import { indicatorDetector, loadIndicators, surveyDetectors } from '../detectors/index.ts';
import type { Device } from '../evidence/index.ts';
import { AfterimageError, type Host } from '../model/index.ts';
import type { readBaselines } from './baselines.ts';
import { giveBack } from './give-back.ts';
import { checkIntegrity } from './integrity.ts';
import { type LogsTold, logEvents } from './log-events.ts';
import { logFiles, noLogFiles } from './log-files.ts';
import { logRows, noLogRows } from './log-rows.ts';
import type { LookedFor } from './looked-for.ts';
import { lyingAbout, nothingLies } from './lying-about.ts';
import type { ExamineOptions, Progress } from './options.ts';
import { runSigma } from './sigma.ts';
import { readSnapshots } from './snapshots.ts';
import { survey } from './survey.ts';
import { unredact } from './unredact.ts';
import { checkUpgrades } from './upgrades.ts';
import { hearWitnesses, type openWitnesses } from './witness/index.ts';

export interface SecondLookOptions extends ExamineOptions {
  host: Host;
  lookedFor: LookedFor;
  knownGood: ReturnType<typeof readBaselines>;
  witnesses: Awaited<ReturnType<typeof openWitnesses>>;
  threads: number;
  /** Number behind the last piece of work. */
  works: number;
  /** SHA-256 that names each piece of evidence, by its place. */
  ids: string[];
}

export interface SecondLook {
  logs: LogsTold;
  witnessed: Awaited<ReturnType<typeof hearWitnesses>>;
  asked: Awaited<ReturnType<typeof runSigma>>;
}

/**
 * What can be asked only when every entry has been read: what the entries show together, what earlier versions of logs
 * hold, what snapshots, manifests, logs and witnesses tell. Each step is a piece of work of its own, so that a resumed
 * run takes up where the last one stopped; the numbers depend on the evidence alone.
 */
export async function lookAgain(
  folder: CaseFolder,
  device: Device,
  options: SecondLookOptions,
  report: (progress: Partial<Progress> & Pick<Progress, 'phase'>) => void,
): Promise<SecondLook> {
  const { host, lookedFor, knownGood: baselines, witnesses, threads, withoutLogs, signal } = options;
  const contentVersion = lookedFor.content.version;
  const { works } = options;
  const rows = options.withoutHistory || withoutLogs ? noLogRows : await logRows(folder);
  const given = works + 4;
  const lying = folder.done.has(given) ? nothingLies : lyingAbout(rows);
  const files = withoutLogs ? noLogFiles : await logFiles(folder);
  // Threads read the logs while this one asks what needs no log.
  const [unredacted, logs] = await sideBySide(
    signal,
    async () => {
      await survey(
        folder,
        surveyDetectors.map((d) => d.make(contentVersion)),
        works,
      );
      const cut = await unredact(folder, device, rows, contentVersion, works + 1);
      await readSnapshots(folder, device, {
        indicators: indicatorDetector(loadIndicators(lookedFor.indicators).set, contentVersion),
        contentVersion,
        ...(host.version !== undefined && { version: host.version }),
        keys: options.keys ?? [],
        work: works + 2,
      });
      await checkIntegrity(folder, device, { host, baselines, contentVersion, work: works + 3 });
      await folder.prepareFiles(options.ids, signal);
      return cut;
    },
    (stop) =>
      logEvents(folder, device, files, {
        evidence: options.evidence,
        threads,
        contentVersion,
        work: given + 1,
        lying,
        signal: stop,
        onProgress: (done, total, reading) =>
          report({ phase: 'reading', done, total, ...(reading !== undefined && { reading }) }),
      }),
  );
  await giveBack(folder, unredacted, logs, lying.units.length, given);
  let work = logs.next;
  const witnessed = await hearWitnesses(folder, device, logs, witnesses, { contentVersion, work });
  work += witnesses.length;
  await tellEvents(folder);
  const asked = await runSigma(folder, lookedFor.sigma(), { contentVersion, work: work++, ...(signal && { signal }) });
  // All events are stored; what follows needs little memory.
  folder.beginTimeline(signal);
  await checkUpgrades(folder, device, logs, { contentVersion, work: work++ });
  for (const notice of [...witnessed.notices, ...asked.failed]) options.onNotice?.(notice);
  return { logs, witnessed, asked };
}

/** Does both; when one fails the other is told to stop, and nothing goes on behind the error. */
async function sideBySide<A, B>(
  signal: AbortSignal | undefined,
  here: () => Promise<A>,
  there: (stop: AbortSignal) => Promise<B>,
): Promise<[A, B]> {
  const failed = new AbortController();
  const away = there(AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]));
  const near = here().catch((error: unknown) => {
    failed.abort();
    throw error;
  });
  const [a, b] = await Promise.allSettled([near, away]);
  if (signal?.aborted) throw new AfterimageError('interrupted', 'The examination was interrupted.');
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}

/** Notes in the ledger what the logs told, kind by kind. */
async function tellEvents(folder: CaseFolder): Promise<void> {
  const events = await folder.events();
  if (!events) return;
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
