import { Gathering, type Kinds, logFormats, logName } from '../../artifacts/index.ts';
import type { Device } from '../../evidence/index.ts';
import { contentsOf } from '../log-content.ts';
import type { LogsTold } from '../log-events.ts';
import type { LogFile } from '../log-protocol.ts';

/** The device's own logs, as a witness is compared with them. */
export interface OwnLogs {
  events: Gathering;
  /** Names of the logs, rotation taken off, and the files of each by their numbers. */
  streams: string[];
  files: LogFile[];
}

/** Formats of a gateway's own logs; the first that the device has is compared, the others are copies of it. */
const own = ['vc0', 'pulse-text', 'welf'];
const most = 60_000;

/** Reads the live logs of the present system once more, reduced to what can be compared. */
export async function ownLogs(device: Device, { files, told }: LogsTold, kinds: Kinds): Promise<OwnLogs> {
  const found: OwnLogs = { events: new Gathering(kinds), streams: [], files: [] };
  const live = told.filter((one) => {
    const { row } = files.files[one.file]!;
    const present = row.system === undefined || ['current', 'shared', 'unknown'].includes(row.system);
    return present && row.allocation === 'allocated' && one.records > 0;
  });
  const format = own.find((name) => live.some((one) => one.format === name));
  const wanted = new Set(live.filter((one) => one.format === format).map((one) => one.file));
  const names = new Map<string, number>();
  for (const unit of files.units)
    for (const source of unit) {
      const places = source.files.filter((file) => wanted.has(file));
      if (places.length === 0) continue;
      for await (const { file, content } of contentsOf(device, files.files, { ...source, files: places })) {
        const log = files.files[file]!;
        const { row, series } = log;
        const key = `${row.evidence} ${series}`;
        const stream = names.get(key) ?? found.streams.push(logName(series)) - 1;
        names.set(key, stream);
        if (found.files.length >= most) return found;
        const context = { fileName: logName(log.path), ...(row.modified !== undefined && { latest: row.modified }) };
        found.events.read(
          logFormats.find(({ name }) => name === format)!,
          content,
          context,
          stream,
          found.files.length,
        );
        found.files.push(log);
      }
    }
  return found;
}
