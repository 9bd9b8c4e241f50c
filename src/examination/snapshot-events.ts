import type { SnapshotItem } from '../artifacts/index.ts';
import { type EventRow, sharedOf, whenAndWhere } from '../case/index.ts';
import type { PathHistory, SnapshotPlace } from '../detectors/index.ts';
import { microsOf } from '../evidence/index.ts';
import type { EventTime } from '../model/index.ts';
import type { OpenedSnapshot } from './snapshots.ts';

/** Events of all snapshots together. */
const MOST = 100_000;

/** What snapshots tell, as rows of the timeline: what each shows for the first time, and every state of a listed file. */
export class SnapshotEvents {
  readonly rows: EventRow[] = [];
  left = 0;
  readonly #seen = new Set<string>();
  #now: OpenedSnapshot | undefined;

  begin(snapshot: OpenedSnapshot): void {
    this.#now = snapshot;
    const { node, created } = snapshot.head;
    this.#add(snapshot, { offset: 0, length: 64 }, created, 'created', 'system snapshot made', {
      ...(node !== undefined && { node }),
    });
  }

  item(item: SnapshotItem): void {
    const snapshot = this.#now!;
    if (item.kind === 'log') {
      const { event } = item;
      this.#once(`log ${event.time?.original} ${event.message}`, () =>
        this.#add(snapshot, item, event.time, event.timeKind, event.message, event.fields),
      );
      return;
    }
    const [what, fields] = told(item);
    if (what === undefined) return;
    this.#once(what, () => this.#add(snapshot, item, snapshot.head.created, 'observed', what, fields));
  }

  /** Every state in which a file was listed, at its modification time. */
  listed(paths: Iterable<PathHistory>, series: OpenedSnapshot[]): void {
    for (const { path, states, goneBy } of paths) {
      for (const { first, file } of states)
        if (file.kind !== 'directory')
          this.#at(
            series,
            first,
            file.modified,
            'modified',
            `listed in a system snapshot with ${file.size ?? 'no'} bytes`,
            path,
          );
      if (goneBy !== undefined)
        this.#at(
          series,
          states.at(-1)!.last,
          series[goneBy]?.head.created,
          'observed',
          'no longer listed in the system snapshot',
          path,
        );
    }
  }

  #at(
    series: OpenedSnapshot[],
    place: SnapshotPlace,
    time: EventTime | undefined,
    kind: string,
    message: string,
    path: string,
  ): void {
    this.#add(series[place.snapshot]!, place, time, kind, message, {}, path);
  }

  #once(key: string, add: () => void): void {
    if (this.#seen.has(key) || this.#seen.size > 1_000_000) return;
    this.#seen.add(key);
    add();
  }

  #add(
    { row, source, layers }: OpenedSnapshot,
    { offset, length }: { offset: number; length: number },
    time: EventTime | undefined,
    timeKind: string,
    message: string,
    fields: Record<string, string>,
    path?: string,
  ): void {
    if (this.rows.length >= MOST) {
      this.left++;
      return;
    }
    const bytes = source
      .origin(offset, length)
      .flatMap((o) => (o.evidence === undefined ? [] : [{ offset: o.offset, length: o.length }]));
    this.rows.push({
      ...(time && { at: microsOf(time.at) }),
      time_kind: timeKind,
      source: 'snapshot',
      service: 'snapshot',
      message: message.slice(0, 4096),
      path: path ?? row.path!,
      fields: {
        values: { ...fields, ...(path !== undefined && { snapshot: row.path! }) },
        more: whenAndWhere(time, JSON.stringify(layers), bytes),
      },
      evidence: row.evidence,
      recovered: row.allocation !== 'allocated',
      layers: row.layers,
      allocation: row.allocation,
      ...(row.inode !== undefined && { inode: row.inode }),
      ...(row.version_transaction !== undefined && { version: row.version_transaction }),
      offset: bytes[0]?.offset ?? 0,
      begins: offset,
      length,
      ...sharedOf(fields),
    });
  }
}

/** What is told once in a series, the first time it is seen. */
function told(item: SnapshotItem): [string | undefined, Record<string, string>] {
  switch (item.kind) {
    case 'process':
      return [`process: ${item.process.command}`, { pid: String(item.process.pid) }];
    case 'open-file': {
      const { command, path, deleted, descriptor, pid } = item.open;
      if (!deleted && descriptor !== 'txt' && descriptor !== 'mem') return [undefined, {}];
      return [`${command} holds ${path}${deleted ? ' (deleted)' : ''}`, { pid: String(pid), descriptor }];
    }
    case 'socket': {
      const { protocol, local, peer, state, process } = item.socket;
      return [
        `socket ${protocol} ${local} ${peer ?? ''} ${state ?? ''}`.trim().replace(/ +/g, ' '),
        process === undefined ? {} : { process },
      ];
    }
    case 'mount':
      return [
        `${item.mount.at} mounted ${item.mount.options.includes('rw') ? 'for writing' : 'read-only'}`,
        { device: item.mount.device },
      ];
    case 'version':
      return [`software version ${item.version}`, item.build === undefined ? {} : { build: item.build }];
    default:
      return [undefined, {}];
  }
}
