import { belongs, type EventList, type Kinds, type Reconciliation, reconcile } from '../../artifacts/index.ts';
import type { OwnLogs } from './own-logs.ts';

/** One node of a witness that is the device, and what came of the comparison. */
export interface Heard {
  /** As the witness names it. */
  node: string;
  local: EventList;
  remote: EventList;
  found: Reconciliation;
  /** Names of the device's logs. */
  streamNames: string[];
  why: string;
}

/** A node of a witness that is not, or not known to be, the device. */
export interface Refused {
  node: string;
  events: number;
  why: string;
}

/** Events by which another node is asked whether it is the device under another name, and such nodes. */
const SAMPLE = 20_000;
const ASKED = 8;

/** Compares each node of a witness with the device's own logs; what is not the device is refused, and why. */
export function compare(
  remote: ReadonlyMap<string, EventList>,
  own: OwnLogs,
  kinds: Kinds,
): { heard: Heard[]; refused: Refused[] } {
  const heard: Heard[] = [];
  const refused: Refused[] = [];
  const locals = [...own.events.byNode].sort((a, b) => b[1].length - a[1].length);
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  let asked = 0;
  for (const [node, list] of [...remote].sort((a, b) => b[1].length - a[1].length)) {
    const refuse = (why: string): unknown => refused.push({ node, events: list.length, why });
    const namesake = locals.find(([name]) => same(name, node));
    const [name, local] = namesake ?? locals[0] ?? [];
    if (name === undefined || !local) {
      refuse('the device has no log of its own that could be compared');
      continue;
    }
    const known = locals.map(([one]) => `"${one}"`).join(', ');
    if (!namesake && asked++ >= ASKED) {
      refuse(`its node is "${node}", those of the device are ${known}`);
      continue;
    }
    const sample = namesake ? list : list.head(SAMPLE);
    let found = reconcile(local, sample, kinds, own.streams);
    const verdict = belongs(local, sample, found, namesake !== undefined);
    if (!verdict.same) {
      const names = namesake
        ? `it bears the name "${node}" of the device, but`
        : `its node is "${node}", those of the device are ${known}, and`;
      refuse(`${names} ${verdict.why}`);
      continue;
    }
    if (sample.length < list.length) found = reconcile(local, list, kinds, own.streams);
    const why = namesake ? verdict.why : `it calls the device "${node}"; ${verdict.why}`;
    heard.push({ node, local, remote: list, found, streamNames: own.streams, why });
  }
  return { heard, refused };
}
