import type { Coverage, Host } from '../model/index.ts';

/** What a reader of the verdict must know was not seen. */
export interface Limits {
  /** One sentence each, the weightiest first. */
  limitedBy: string[];
  /** True when so much is missing that "nothing found" would say nothing. */
  thin: boolean;
  /** True when a known product was read whole, its free space included: the most that finding nothing can rest on. */
  whole: boolean;
  /** Bytes of content present and read, and files looked at. */
  present: number;
  read: number;
  entries: number;
}

/** Share of the content that may be unread before finding nothing means nothing. */
const TOLERATED = 0.005;

/** Kinds of reasons listed one by one; the rest are counted. */
const LISTED = 8;

const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export const sizeText = (bytes: number): string => {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const power = Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(1)} ${units[power - 1]}`;
};

/**
 * Weighs what was not seen.
 * @param unused rules and indicators that were handed over and could not be used
 */
export function limitsOf(coverage: Coverage[], host: Host, unused = 0): Limits {
  let present = 0;
  let read = 0;
  let entries = 0;
  let unread = 0;
  let free = 0;
  for (const c of coverage) {
    for (const space of Object.values(c.space)) {
      present += space.present;
      read += space.read;
      entries += space.entries;
    }
    free += c.space.unallocated?.present ?? 0;
    unread += c.unread.reduce((sum, u) => sum + u.bytes, 0);
  }
  const limitedBy = [...unreadSentences(coverage)];
  const gone = coverage.flatMap((c) => c.detectors).reduce((sum, d) => sum + d.timedOut, 0);
  if (gone > 0)
    limitedBy.push(
      `${gone === 1 ? '1 entry' : `${gone} entries`} could not be matched against the rules, or not in the time allowed, and ${gone === 1 ? 'counts' : 'count'} as not looked at.`,
    );
  if (unused > 0)
    limitedBy.push(
      `${unused === 1 ? '1 rule or indicator that was handed over was' : `${unused} rules or indicators that were handed over were`} not used, so what ${unused === 1 ? 'it describes' : 'they describe'} was not looked for; ledger.jsonl says why.`,
    );
  if (host.product === 'unknown')
    limitedBy.push('The product was not recognised, so what should be on the device is not known.');
  if (host.product === 'ivanti-connect-secure') {
    const roles = new Set(host.systems.map((s) => s.role));
    const missing = ['rollback', 'factory-reset'].filter((r) => !roles.has(r));
    if (missing.length > 0)
      limitedBy.push(
        `No ${missing.join(' and no ')} system was found in this evidence; an older backdoor can survive there.`,
      );
  }
  if (free === 0 && entries > 0)
    limitedBy.push('The evidence holds no free space: files deleted before it was collected cannot be seen in it.');
  limitedBy.push(...horizonSentences(coverage));
  limitedBy.push(logSentence(coverage));
  limitedBy.push(...comparedSentences(coverage));
  limitedBy.push('Memory was not examined: an implant that lives in memory alone leaves nothing here.');
  const missing = missingSource(coverage, host, free);
  if (missing) limitedBy.unshift(missing);
  const nothing = read === 0;
  const whole = free > 0 && unread === 0 && gone === 0 && host.product !== 'unknown';
  return {
    limitedBy,
    thin: nothing || missing !== undefined || unread > TOLERATED * Math.max(1, present + unread) || gone > 0,
    whole,
    present,
    read,
    entries,
  };
}

/**
 * A known product of which only the present files are there: nothing in that could tell of a compromise that was
 * removed, so finding nothing says too little. A log, a journal or free space is enough to say more.
 */
function missingSource(coverage: Coverage[], host: Host, free: number): string | undefined {
  const spans = coverage.flatMap((c) => c.spans);
  const remembered = spans.some((s) => s.from !== undefined || (s.records ?? 0) > 0);
  if (host.product === 'unknown' || free > 0 || remembered) return undefined;
  return 'Needed and missing: a source that remembers. The evidence has no log that is read, no journal and no free space, so what was removed before it was collected could not be seen; hand over the logs of the device, or images of its disks.';
}

/** What was read of logs: what they do not tell means something only for the time they cover. */
function logSentence(coverage: Coverage[]): string {
  const logs = coverage.flatMap((c) => c.spans).filter((s) => s.records !== undefined);
  if (logs.length === 0) return 'No log in a format that is read was found: what happened is known from files alone.';
  const records = logs.reduce((sum, s) => sum + s.records!, 0);
  const files = logs.length === 1 ? '1 log file' : `${logs.length} log files`;
  return `${files} with ${records} records were read; what they do not tell means something only for the times they cover, which coverage.json lists.`;
}

/** What the files were compared with, and what that leaves open. */
function comparedSentences(coverage: Coverage[]): string[] {
  const all = coverage.flatMap((c) => c.compared ?? []);
  const baselines = all.filter((c) => c.kind === 'baseline');
  const refused = all
    .filter((c) => c.refused !== undefined)
    .map(
      (c) =>
        `${c.list[0]!.toUpperCase()}${c.list.slice(1)}${c.system === '*' ? '' : ` on the ${c.system} system`} was not used: ${c.refused}.`,
    );
  const used = baselines.filter((c) => c.refused === undefined);
  if (used.length === 0)
    return [
      ...refused,
      all.some((c) => c.kind === 'manifest' && c.refused === undefined)
        ? "Vendor files were held against the device's own manifest only, which whoever changed a file can rewrite; no baseline of this version was compared."
        : 'No baseline of this version was compared: a changed vendor file is found only by what it contains.',
    ];
  return [
    ...refused,
    ...used.map((c) => {
      const where = c.system === '*' ? '' : ` on the ${c.system} system`;
      const left = c.absent + c.unread + c.other;
      return `Compared with ${c.list}${where}: ${c.same} files are the same; ${left} listed ones were not there, not read whole, or are no programs. What the baseline does not list is judged by its content only.`;
    }),
  ];
}

/** How far back the journals reach: an absence of removals means nothing before. */
function horizonSentences(coverage: Coverage[]): string[] {
  const spans = coverage.flatMap((c) => c.spans).filter((s) => s.log.startsWith('journal of '));
  const from = spans
    .flatMap((s) => (s.from === undefined ? [] : `${s.from.slice(0, 10)} ${s.from.slice(11, 19)} UTC`))
    .sort();
  if (spans.length === 0)
    return ['No journal could be read: of files removed or put back only what they left in free space can be known.'];
  if (from.length === 0)
    return [
      'The journals hold no earlier states: of files removed or put back only what they left in free space can be known.',
    ];
  const most =
    from.length === 1
      ? `The journal reaches back to ${from[0]}`
      : `The journals reach back to between ${from[0]} and ${from.at(-1)}, volume by volume`;
  return [`${most}; what was removed or put back before is known only by what it left behind.`];
}

/** Unread stretches by reason, digits aside, the most bytes first. */
function unreadSentences(coverage: Coverage[]): string[] {
  const groups = new Map<string, { reason: string; count: number; bytes: number }>();
  for (const { reason, bytes } of coverage.flatMap((c) => c.unread)) {
    const key = reason.replace(/0x[0-9a-f]+|\d+/g, '#');
    const group = groups.get(key) ?? { reason, count: 0, bytes: 0 };
    group.count++;
    group.bytes += bytes;
    groups.set(key, group);
  }
  const sorted = [...groups.values()].sort(
    (a, b) => b.bytes - a.bytes || b.count - a.count || (a.reason < b.reason ? -1 : 1),
  );
  const told = sorted.slice(0, LISTED).map((g) => {
    const much = g.bytes > 0 ? ` (${sizeText(g.bytes)} not read)` : '';
    return g.count === 1 ? `${g.reason}${much}.` : `${g.count} times, for example: ${g.reason}${much}.`;
  });
  const rest = sorted.slice(LISTED).reduce((sum, g) => sum + g.count, 0);
  return rest > 0 ? [...told, `${rest} more stretches could not be read; coverage.json lists them.`] : told;
}
