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
  /** Records that are no gateway's, or lie beyond what is compared. */
  others = 0;
  left = 0;
  #events = 0;
  readonly #keyer: Keyer;

  constructor(kinds: Kinds) {
    this.#keyer = new Keyer(kinds);
  }

  /**
   * Reads one log to its end.
   * @param stream number of the log
   * @param see called with each gateway record that was taken in, and the node and place it got
   */
  read(
    format: LogFormat,
    source: ByteSource,
    context: LogContext,
    stream: number,
    see?: (record: LogRecord, node: string, place: number) => void,
  ): void {
    let last = Number.NaN;
    let broken = false;
    for (const told of format.records(source, context)) {
      if (isGap(told)) {
        broken = true;
        continue;
      }
      if (told.unparsed || !OURS.has(told.event.source)) {
        this.others++;
        continue;
      }
      const node = told.event.fields.node ?? '';
      const list = this.#listOf(node);
      if (!list || this.#events >= MOST_EVENTS) {
        this.left++;
        continue;
      }
      const keyed = this.#keyer.key(told, stream);
      if (broken && !Number.isNaN(keyed.time)) {
        for (const each of this.byNode.values())
          each.gaps.push({ stream, from: Number.isNaN(last) ? keyed.time : last, to: keyed.time });
        broken = false;
      }
      if (!Number.isNaN(keyed.time)) last = keyed.time;
      this.#events++;
      list.push(keyed);
      see?.(told, node, list.length - 1);
    }
  }

  #listOf(node: string): EventList | undefined {
    const known = this.byNode.get(node);
    if (known || this.byNode.size >= MOST_NODES) return known;
    const list = new EventList();
    this.byNode.set(node, list);
    return list;
  }
}
