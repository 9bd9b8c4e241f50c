/** Which events of both sides bear the same name: the kind of message and who did it, as far as both sides say it. */
import type { EventList } from './event-list.ts';
import { mix } from './keyed.ts';
import { NameTable, Occurrences } from './occurrences.ts';

const USER = 1;
const SOURCE = 2;
const REALM = 4;
const ALL = USER | SOURCE | REALM;

/** Local and remote events under common names. */
export interface Named {
  local: Int32Array;
  remote: Int32Array;
  /** Local events of each name, by time. */
  occurrences: Occurrences;
}

/**
 * @param canon what each kind counts as
 * @param order local events by time
 */
export function nameEvents(
  local: EventList,
  remote: EventList,
  canon: Int32Array,
  order: Int32Array,
  withKind: boolean,
): Named {
  const masks = withKind ? masksOf(local, remote, canon) : undefined;
  const table = new NameTable(Math.max(1, local.length));
  const name = (list: EventList, i: number, add: boolean): number => {
    const kind = withKind ? canon[list.kinds[i]!]! : -1;
    const mask = masks ? masks[kind]! : ALL;
    const user = mask & USER ? list.users[i]! : 0;
    const source = mask & SOURCE ? list.sources[i]! : 0;
    const realm = mask & REALM ? list.realms[i]! : 0;
    const low = mix(user ^ mix(source ^ 0x5bd1e995));
    return table.of(low, mix(source ^ mix(realm ^ mix(kind + 2))), add);
  };
  const localNames = new Int32Array(local.length);
  for (let i = 0; i < local.length; i++) localNames[i] = name(local, i, true);
  const remoteNames = new Int32Array(remote.length);
  for (let i = 0; i < remote.length; i++) remoteNames[i] = name(remote, i, false);
  return { local: localNames, remote: remoteNames, occurrences: new Occurrences(localNames, order, table.size) };
}

/** A field that one format gives and the other leaves out tells nothing apart. */
function masksOf(local: EventList, remote: EventList, canon: Int32Array): Uint8Array {
  const [here, there] = [presence(local, canon), presence(remote, canon)];
  const masks = new Uint8Array(canon.length).fill(ALL);
  for (let kind = 0; kind < canon.length; kind++) {
    const [a, b] = [here[4 * kind]!, there[4 * kind]!];
    if (a < 3 || b < 3) continue;
    for (const [field, bit] of [USER, SOURCE, REALM].entries())
      if (Math.abs(here[4 * kind + 1 + field]! / a - there[4 * kind + 1 + field]! / b) > 0.3) masks[kind]! &= ~bit;
  }
  return masks;
}

/** For each kind: events, and those with a user, a source, a realm. */
function presence(list: EventList, canon: Int32Array): Float64Array {
  const counts = new Float64Array(4 * canon.length);
  for (let i = 0; i < list.length; i++) {
    const at = 4 * canon[list.kinds[i]!]!;
    counts[at]!++;
    if (list.users[i]) counts[at + 1]!++;
    if (list.sources[i]) counts[at + 2]!++;
    if (list.realms[i]) counts[at + 3]!++;
  }
  return counts;
}
