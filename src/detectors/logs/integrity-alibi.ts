import type { LogDetector, WatchedLog } from '../log-detector.ts';
import { ScanClaims } from './scan-claims.ts';
import { scanRecord } from './scan-records.ts';
import type { ScanEvent } from './scan-series.ts';

export interface ScanDigest {
  scans: Omit<ScanEvent, 'file'>[];
  /** Records about scans that were too many. */
  left: number;
  /** By node: stretches in which its other records follow each other within half an hour, in microseconds. */
  alive: Record<string, [from: number, to: number][]>;
}

const MOST_EVENTS = 200_000;
const MOST_STRETCHES = 5000;
const MOST_NODES = 32;
const HALF_HOUR = 1800e6;

const formats = new Set(['vc0', 'welf', 'pulse-text', 'syslog']);

/**
 * The gateway's integrity checker looks about every two hours and logs what it found. That series is an alibi with
 * dates: scans that are missing while the log goes on, scans that were begun and not finished, and numbers that change
 * though the software did not - with the two scans between which it happened.
 */
export function integrityAlibi(contentVersion: string): LogDetector<ScanDigest> {
  return {
    name: 'integrity-alibi',
    contentVersion,
    watch({ format }) {
      if (!formats.has(format)) return undefined;
      const digest: ScanDigest = { scans: [], left: 0, alive: Object.create(null) as ScanDigest['alive'] };
      let nodes = 0;
      return {
        record(record) {
          const at = record.micros;
          if (at === undefined) return;
          const node = record.event.fields.node ?? '';
          const told = scanRecord(record);
          if (told) {
            if (digest.scans.length >= MOST_EVENTS) digest.left++;
            else digest.scans.push({ at, node, ...told, offset: record.offset, length: record.length });
            if (told.kind !== 'boot') return;
          }
          let list = digest.alive[node];
          if (!list) {
            if (nodes++ >= MOST_NODES) return;
            list = digest.alive[node] = [];
          }
          const last = list.at(-1);
          if (last && at >= last[0] - HALF_HOUR && at <= last[1] + HALF_HOUR) {
            last[0] = Math.min(last[0], at);
            last[1] = Math.max(last[1], at);
          } else if (list.length < MOST_STRETCHES) list.push([at, at]);
        },
        end: () => digest,
      };
    },
    *conclude(digests) {
      for (const { logs, events, alive, left } of nodesOf(digests)) {
        if (left === 0) yield* new ScanClaims(logs, events, alive, contentVersion).all();
      }
    },
  };
}

interface NodeLog {
  logs: WatchedLog[];
  events: ScanEvent[];
  alive: [number, number][];
  left: number;
}

/** The files of one log put together, node by node. */
function nodesOf(digests: readonly { log: WatchedLog; digest: ScanDigest }[]): NodeLog[] {
  const found = new Map<string, NodeLog>();
  for (const { log, digest } of digests) {
    const nodes = new Set([...digest.scans.map((s) => s.node), ...Object.keys(digest.alive)]);
    for (const node of nodes) {
      const key = `${log.facts.locator.evidence} ${log.facts.system ?? ''} ${log.series} ${node}`;
      let one = found.get(key);
      if (!one) found.set(key, (one = { logs: [], events: [], alive: [], left: 0 }));
      const file = one.logs.push(log) - 1;
      for (const scan of digest.scans) if (scan.node === node) one.events.push({ ...scan, file });
      for (const stretch of digest.alive[node] ?? []) one.alive.push(stretch);
      one.left += digest.left;
    }
  }
  for (const { events, alive } of found.values()) {
    events.sort((a, b) => a.at - b.at || a.file - b.file || a.offset - b.offset);
    alive.sort((a, b) => a[0] - b[0]);
  }
  return [...found.values()].filter(({ events }) => events.some((e) => e.kind !== 'boot' && e.kind !== 'options'));
}
