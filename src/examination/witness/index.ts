/** Witnesses: other machines' records of the device, compared with its own logs. */
import { Gathering, Kinds, logName } from '../../artifacts/index.ts';
import type { CaseFolder, DraftFinding } from '../../case/index.ts';
import type { Device } from '../../evidence/index.ts';
import type { Coverage, Evidence, Span, Unread } from '../../model/index.ts';
import type { LogsTold } from '../log-events.ts';
import { claimsOf } from './claims.ts';
import { compare, type Heard } from './compare.ts';
import { logsOf, type Witness, witnessEvidence } from './given.ts';
import { ownLogs } from './own-logs.ts';
import { tellEvents } from './tell-events.ts';

export { openWitnesses, type Witness } from './given.ts';

/** What witnesses add to a case. */
export interface Witnessed {
  evidence: Evidence[];
  coverage: Coverage[];
  /** What the examiner should know at once, one sentence each. */
  notices: string[];
}

/**
 * Compares every witness with the device's own logs, and stores what it tells. A witness that is not the device's is
 * refused with its reason, in the coverage.
 * @param work number of the first piece of work; each witness is one
 */
export async function hearWitnesses(
  folder: CaseFolder,
  device: Device,
  logs: LogsTold,
  witnesses: readonly Witness[],
  { contentVersion, work }: { contentVersion: string; work: number },
): Promise<Witnessed> {
  const result: Witnessed = { evidence: [], coverage: [], notices: [] };
  if (witnesses.length === 0) return result;
  const kinds = new Kinds();
  const own = await ownLogs(device, logs, kinds);
  for (const [index, witness] of witnesses.entries()) {
    const evidence = witnessEvidence(witness);
    const { remote, spans, unread, parsers } = await gather(witness, kinds);
    const { heard, refused } = compare(remote.byNode, own, kinds);
    const missing = await tellEvents(folder, witness, heard, work + index);
    const drafts: DraftFinding[] = claimsOf(device, own, evidence.name, missing, contentVersion);
    await folder.store(work + index, { files: '', claims: drafts.map((d) => `${JSON.stringify(d)}\n`).join('') });
    await folder.record('witness-heard', {
      witness: evidence.name,
      sha256: evidence.id,
      nodes: heard.map(({ node, why, found }) => ({ node, why, remote: found.remote, local: found.local })),
      refused,
    });
    if (remote.byNode.size === 0) unread.push(nothing(witness));
    for (const one of refused) {
      const reason = `witness: ${one.events} events of "${one.node}" in ${evidence.name} were not used: ${one.why}`;
      unread.push({ locator: { evidence: '', layers: [], bytes: [] }, reason, bytes: 0 });
      if (heard.length === 0) result.notices.push(reason);
    }
    const coverage: Coverage = {
      evidence: evidence.id,
      name: evidence.name,
      recognised: witness.opened.recognised,
      space: {},
      parsers: [...parsers].sort(),
      detectors: [{ name: 'witness', contentVersion, looked: heard.length, skipped: refused.length, timedOut: 0 }],
      spans: [...spans, ...heard.map((one) => spanOf(one, evidence.name))],
      // What of a witness was not read makes nothing unseen of the device: no bytes are counted.
      unread: unread.map((one) => ({ ...one, bytes: 0, locator: { ...one.locator, evidence: evidence.id } })),
    };
    result.evidence.push(evidence);
    result.coverage.push(coverage);
  }
  return result;
}

/** Logs of one witness: their numbers have 16 bits. */
const MOST_FILES = 65_000;
/** Stretches of one witness that are listed. */
const LISTED = 500;

async function gather(witness: Witness, kinds: Kinds) {
  const remote = new Gathering(kinds);
  const spans: Span[] = [];
  const unread: Unread[] = [...witness.device.unread];
  const parsers = new Set<string>();
  let before = 0;
  for await (const log of logsOf(witness)) {
    if (!('format' in log) || spans.length >= MOST_FILES) {
      if ('format' in log) continue;
      if (unread.length < LISTED) unread.push(log);
      continue;
    }
    const { format, content, entry, path } = log;
    parsers.add(format.name);
    const context = { fileName: logName(path), ...(entry.times.modified && { latest: entry.times.modified }) };
    remote.read(format, content, context, 0, spans.length);
    const events = [...remote.byNode.values()].reduce((sum, list) => sum + list.length, 0);
    spans.push({ log: path, records: events - before, says: `${format.name}: ${events - before} events of gateways` });
    before = events;
  }
  for (const list of remote.byNode.values()) list.orderFiles();
  if (remote.left > 0) {
    const reason = `witness: ${remote.left} more events were not compared`;
    unread.push({ locator: { evidence: '', layers: [], bytes: [] }, reason, bytes: 0 });
  }
  return { remote, spans, unread, parsers };
}

const nothing = ({ opened }: Witness): Unread => ({
  locator: { evidence: '', layers: [], bytes: [] },
  reason: `witness: ${opened.name} holds no event of a gateway that could be read`,
  bytes: 0,
});

/** What a comparison came to, as the coverage says it. */
function spanOf({ node, why, found }: Heard, name: string): Span {
  const { remote, local, common, loss, burst, pieces } = found;
  const day = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');
  const said = Object.entries(remote).filter(([, n]) => n > 0);
  const lost = [`${local.loss} lost (${(loss * 100).toFixed(1)} %, at most ${burst} in a row)`];
  if (local.filter > 0) lost.push(`${local.filter} of kinds it never gets`);
  if (local.outside > 0) lost.push(`${local.outside} outside of its time`);
  return {
    log: `witness ${name}, node ${node}`,
    ...(common.from <= common.to && { from: day(Math.floor(common.from)), to: day(Math.ceil(common.to)) }),
    says:
      `${why}; its clock: ${pieces.map(({ shift }) => `${Math.round(shift)} s`).join(', then ') || 'unknown'} ahead; ` +
      `of its events ${said.map(([fate, n]) => `${n} ${fate}`).join(', ')}; of the device's it lacks ${lost.join(', ')}`,
  };
}
