import { gatewayNode, isGap, type LogRecord, logName, remoteFates } from '../../artifacts/index.ts';
import { type CaseFolder, EventWriter, fileRow } from '../../case/index.ts';
import { instantOf } from '../../evidence/index.ts';
import type { Locator } from '../../model/index.ts';
import { RecordPlaces } from '../record-places.ts';
import type { Heard } from './compare.ts';
import { logsOf, type Witness } from './given.ts';

/** Records whose text is kept for the findings. */
const KEPT = 20_000;

/** A remote record that the device's own log lacks. */
export interface Missing {
  heard: Heard;
  /** Place among the node's events. */
  place: number;
  /** The line itself, cut to 1,024 characters. */
  text: string;
  locators: Locator[];
}

/**
 * Reads a witness once more: what it tells of the device goes to the timeline, at the device's own time, marked as a
 * witness's: `witness-copy` for what the device tells as well, `witness` for what it does not. What its log lacks is
 * marked as recovered and handed back.
 */
export async function tellEvents(
  folder: CaseFolder,
  witness: Witness,
  heard: readonly Heard[],
  work: number,
): Promise<Missing[]> {
  const byNode = new Map(heard.map((one) => [one.node, one]));
  const missing: Missing[] = [];
  const events = new EventWriter(folder.parts, work);
  let file = -1;
  for await (const log of logsOf(witness)) {
    if (!('format' in log)) continue;
    file++;
    const counts = new Map<string, number>();
    const { content, entry, path, format } = log;
    const origins = content.origin(0, content.size).map((o) => ({ ...o, evidence: witness.place }));
    const row = fileRow(
      { ...entry, locator: { ...entry.locator, evidence: String(witness.place) }, size: content.size },
      { content: origins, looked: 'read' },
    );
    delete row.path;
    const places = new RecordPlaces(row, path, false, { witness: witness.opened.name, witness_path: path });
    const context = { fileName: logName(path), ...(entry.times.modified && { latest: entry.times.modified }) };
    for (const told of format.records(content, context)) {
      const node = isGap(told) ? undefined : gatewayNode(told);
      if (node === undefined) continue;
      const one = byNode.get(node);
      const count = counts.get(node) ?? 0;
      counts.set(node, count + 1);
      const place = (one?.remote.starts.get(file) ?? 0) + count;
      if (!one || one.remote.files[place] !== file || place >= one.remote.length) continue;
      const record = told as LogRecord;
      const event = places.rowOf(record);
      const { found, remote } = one;
      const fate = remoteFates[found.fate[place]!]!;
      const shift = remote.times[place]! - found.times[place]!;
      const more: Record<string, string> = { format: event.source, local: fate };
      if (fate !== 'present' && found.probability[place]! > 0)
        more.edit_probability = found.probability[place]!.toFixed(4);
      if (!Number.isNaN(shift)) {
        more.clock_ahead = String(Math.round(shift));
        if (event.at !== undefined) event.at -= Math.round(shift) * 1e6;
      }
      const service = serviceOf(one, place);
      if (service !== undefined) event.service = service;
      event.source = fate === 'present' || fate === 'duplicate' ? 'witness-copy' : 'witness';
      event.fields.values = { ...event.fields.values, ...more };
      event.recovered = fate === 'edit';
      events.add(event);
      if ((fate === 'edit' || fate === 'silence') && missing.length < KEPT)
        missing.push({ heard: one, place, text: textOf(record.key), locators: places.locatorsOf(record) });
    }
  }
  events.end();
  return missing;
}

/** `access` for an event that `log.access.vc0` tells. */
function serviceOf({ found, remote, streamNames }: Heard, place: number): string | undefined {
  const name = streamNames[found.streams[remote.kinds[place]!]!];
  return name === undefined ? undefined : /[.(_)-](events|access|admin)(?:\.|$)/.exec(name)?.[1];
}

const textOf = (key: string): string => Buffer.from(key.slice(0, 1024), 'latin1').toString('utf8');

/** When an event was, on the device's clock. */
export const instantAt = ({ heard, place }: Missing): string => instantOf(Math.floor(heard.found.times[place]!), 0, 0);
