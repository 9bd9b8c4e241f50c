import type { ByteSource } from '../../bytes/index.ts';
import { isGap, type LogContext, type LogFormat, type LogRecord } from '../logs/index.ts';
import { EventList, type Kinds } from './event-list.ts';
import { Keyer } from './keyed.ts';

/** Formats whose records are a gateway's own events; a relay's file holds those of other machines too. */
const OURS = new Set(['vc0', 'welf', 'pulse-text']);
/** Names of nodes that are kept apart; a file with more of them is no log of one site. */
const MOST_NODES = 256;
/** More events than this of one side are not compared: 60 bytes each. */
export const MOST_EVENTS = 20_000_000;

/** The gateway events of one side, each node's own: logs are read into it one after the other. */
export class Gathering {
  readonly byNode = new Map<string, EventList>();
  /** Records that are no gateway's, and those beyond what is compared. */
  others = 0;
  left = 0;
  #events = 0;
  readonly #keyer: Keyer;

  constructor(kinds: Kinds) {
    this.#keyer = new Keyer(kinds);
  }

  /**
   * Reads one file of a log to its end.
   * @param stream number of the log
   * @param file number of the file
   */
  read(format: LogFormat, source: ByteSource, context: LogContext, stream: number, file = stream): void {
    const reach = new Map<EventList, { stream: number; from: number; to: number }>();
    let last = Number.NaN;
    let broken = false;
    for (const told of format.records(source, { ...context, brief: true })) {
      if (isGap(told)) {
        broken = true;
        continue;
      }
      const node = gatewayNode(told);
      if (node === undefined) {
        this.others++;
        continue;
      }
      const list = this.#listOf(node);
      if (!list || this.#events >= MOST_EVENTS) {
        this.left++;
        continue;
      }
      const keyed = this.#keyer.key(told, stream, file);
      this.#events++;
      list.push(keyed);
      const { time } = keyed;
      if (Number.isNaN(time)) continue;
      if (broken) {
        const from = Number.isNaN(last) ? time : last;
        for (const each of this.byNode.values()) each.gaps.push({ stream, from: Math.min(from, time), to: time });
      }
      broken = false;
      last = time;
      const own = reach.get(list);
      if (own) own.to = time;
      else reach.set(list, { stream, from: time, to: time });
    }
    for (const [list, { from, to }] of reach) list.reaches.push({ stream, from: Math.min(from, to), to });
  }

  #listOf(node: string): EventList | undefined {
    const known = this.byNode.get(node);
    if (known || this.byNode.size >= MOST_NODES) return known;
    const list = new EventList();
    this.byNode.set(node, list);
    return list;
  }
}

/** The node that a record is of; undefined for what is no gateway's event. */
export const gatewayNode = ({ unparsed, event }: LogRecord): string | undefined =>
  unparsed || !OURS.has(event.source) ? undefined : (event.fields.node ?? '');
