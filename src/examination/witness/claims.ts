import { type ByteSource, lengthOf } from '../../bytes/index.ts';
import { type DraftFinding, factsOf, originsOf } from '../../case/index.ts';
import type { Device } from '../../evidence/index.ts';
import {
  byText,
  type Claim,
  type Confidence,
  type Difference,
  type Locator,
  type Severity,
} from '../../model/index.ts';
import { fromOrigins } from '../content.ts';
import type { LogFile } from '../log-protocol.ts';
import type { Heard } from './compare.ts';
import type { OwnLogs } from './own-logs.ts';
import { instantAt, type Missing } from './tell-events.ts';

/** Records shown in place, and stretches that become locators. */
const SHOWN = 200;
const RANGES = 64;

/** What a witness shows to be missing, one finding for each of the device's logs. */
export function claimsOf(
  device: Device,
  own: OwnLogs,
  witness: string,
  missing: readonly Missing[],
  contentVersion: string,
): DraftFinding[] {
  const drafts: DraftFinding[] = [];
  const groups = new Map<string, Missing[]>();
  for (const one of missing) {
    const { found, remote } = one.heard;
    const stream = found.streams[remote.kinds[one.place]!]!;
    const key = `${stream} ${isEdit(one) ? 'edit' : 'silence'}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  for (const [key, unsorted] of [...groups].sort(([a], [b]) => byText(a, b))) {
    const list = unsorted.sort((a, b) => timeOf(a) - timeOf(b) || a.place - b.place);
    const stream = Number(key.split(' ')[0]);
    const logs = new OwnLog(device, own, list[0]!.heard, stream);
    const about = isEdit(list[0]!) ? cut(list, logs, witness) : silent(list, logs, witness);
    const first = logs.before(timeOf(list[0]!));
    drafts.push({
      claim: {
        rule: { id: about.rule, source: 'builtin', version: contentVersion },
        about: 'tampering',
        state: 'edited',
        actors: [],
        techniques: ['T1070.002'],
        matched: [],
        ...about.claim,
      },
      facts: factsOf(logs.file.row),
      ...(logs.file.row.sha256 !== undefined && { hashes: { sha256: logs.file.row.sha256 } }),
      locators: [...(first?.locators ?? []), ...distinct(list.flatMap(({ locators }) => locators)).slice(0, RANGES)],
    });
  }
  return drafts;
}

type Said = Pick<Claim, 'severity' | 'confidence' | 'title' | 'explanation' | 'difference'>;

const isEdit = ({ heard, place }: Missing): boolean => heard.found.probability[place]! > 0.5;
const timeOf = ({ heard, place }: Missing): number => heard.found.times[place]!;

function cut(list: Missing[], logs: OwnLog, witness: string): { rule: string; claim: Said } {
  const likely = list.map(({ heard, place }) => heard.found.probability[place]!);
  const mean = likely.reduce((sum, p) => sum + p, 0) / likely.length;
  const n = list.length === 1 ? '1 record' : `${list.length} records`;
  const { found } = list[0]!.heard;
  return {
    rule: 'log-edit-by-witness',
    claim: {
      severity: severityOf(mean, list.length),
      confidence: confidenceOf(mean, list.length),
      title: `${n} of ${logs.name} stand in the witness ${witness} only`,
      explanation:
        `${witness} tells of ${n} from ${instantAt(list[0]!)} to ${instantAt(list.at(-1)!)} (the device's time) which the device's own ${logs.name} lacks, ` +
        `although it tells of the time around each of them. That they were taken out has a mean probability of ${mean.toFixed(3)} by a stated model. ${accounts(found)} ` +
        'Loss on the way cannot take a record out of the local log, and neither rotation nor a wrong clock takes one out of its middle. What remains innocent is a log service that failed to write them.',
      difference: inPlace(list, logs),
    },
  };
}

function silent(list: Missing[], logs: OwnLog, witness: string): { rule: string; claim: Said } {
  const n = list.length === 1 ? '1 event' : `${list.length} events`;
  return {
    rule: 'log-silence-by-witness',
    claim: {
      severity: 'low',
      confidence: 'low',
      title: `${logs.name} is silent while the witness ${witness} tells of ${n}`,
      explanation:
        `${witness} tells of ${n} from ${instantAt(list[0]!)} to ${instantAt(list.at(-1)!)} (the device's time) in pauses of all of the device's own logs that end as the system starts. ` +
        'How likely it is that they were taken out cannot be said: it is consistent with a log service that stood still, with a log that was replaced while its service went on writing to the old file, and with records taken out.',
      difference: inPlace(list, logs),
    },
  };
}

/** How the rest of the differences was explained. */
function accounts({ remote, loss, pieces }: Heard['found']): string {
  const shifts = pieces
    .map(({ shift }) => `${shift >= 0 ? '+' : ''}${Math.round(shift)} s`)
    .slice(0, 6)
    .join(', then ');
  const others = [
    `${remote.present} events stand in both`,
    `the witness lost ${(loss * 100).toFixed(1)} % on the way`,
    `its clock is ahead by ${shifts || 'nothing'}`,
    remote.rotation > 0 && `${remote.rotation} are older than the local log`,
    remote.duplicate > 0 && `${remote.duplicate} came twice`,
    remote['behind-the-end'] > 0 && `${remote['behind-the-end']} are younger`,
  ];
  const text = others.filter(Boolean).join('; ');
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

/** One record may be an accident; several that are likely are not. */
const severityOf = (mean: number, n: number): Severity =>
  mean >= 0.9 && n >= 3 ? 'high' : mean >= 0.8 ? 'medium' : 'low';

const confidenceOf = (mean: number, n: number): Confidence =>
  mean >= 0.95 && n >= 3 ? 'high' : mean >= 0.8 ? 'medium' : 'low';

/** The missing lines between the records that stayed. */
function inPlace(list: Missing[], logs: OwnLog): Difference {
  const lines: string[] = [];
  let last: string | undefined;
  for (const one of list.slice(0, SHOWN)) {
    const before = logs.before(timeOf(one));
    const place = before ? `@@ behind byte ${before.offset} of ${before.path} @@` : `@@ in ${logs.name} @@`;
    if (place !== last) lines.push(place, ...(before?.text !== undefined ? [` ${before.text}`] : []));
    last = place;
    lines.push(`-${one.text}`);
  }
  if (list.length > SHOWN) lines.push(`(${list.length - SHOWN} more records)`);
  return { added: 0, removed: list.length, text: lines.join('\n') };
}

function distinct(locators: Locator[]): Locator[] {
  const seen = new Map(locators.map((locator) => [JSON.stringify(locator), locator]));
  return [...seen.values()];
}

/** One of the device's logs: what stands in it just before a moment. */
class OwnLog {
  readonly name: string;
  /** The present file of the log. */
  readonly file: LogFile;
  readonly #device: Device;
  readonly #own: OwnLogs;
  readonly #heard: Heard;
  readonly #places: Int32Array;
  readonly #contents = new Map<number, ByteSource | undefined>();

  constructor(device: Device, own: OwnLogs, heard: Heard, stream: number) {
    this.#device = device;
    this.#own = own;
    this.#heard = heard;
    const { local } = heard;
    const places: number[] = [];
    for (let i = 0; i < local.length; i++)
      if (local.streams[i] === stream && !Number.isNaN(local.times[i]!)) places.push(i);
    this.#places = Int32Array.from(places).sort((a, b) => local.times[a]! - local.times[b]! || a - b);
    this.name = own.streams[stream]!;
    // The latest record stands in the file that is written to now.
    this.file = own.files[local.files[this.#places.at(-1)!]!]!;
  }

  before(time: number): { offset: number; path: string; text?: string; locators: Locator[] } | undefined {
    const { local } = this.#heard;
    let [low, high] = [0, this.#places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (local.times[this.#places[middle]!]! < time) low = middle + 1;
      else high = middle;
    }
    const place = this.#places[low - 1];
    if (place === undefined) return undefined;
    const [file, offset, length] = [local.files[place]!, local.offsets[place]!, local.lengths[place]!];
    const log = this.#own.files[file]!;
    const content = this.#contentOf(file);
    const layers = log.row.layers === '' ? [] : log.row.layers.split(' > ');
    const locators = content
      ? content.origin(offset, length).flatMap((o): Locator[] =>
          o.evidence === undefined
            ? []
            : [
                {
                  evidence: String(o.evidence),
                  layers,
                  ...(o.member !== undefined && { member: o.member }),
                  bytes: [{ offset: o.offset, length: o.length }],
                },
              ],
        )
      : [];
    const text = content && textOf(content.read(offset, Math.min(length, 512)));
    return { offset, path: log.path, ...(text !== undefined && { text }), locators };
  }

  /** The content, when it stands in the evidence as it is. */
  #contentOf(file: number): ByteSource | undefined {
    if (this.#contents.has(file)) return this.#contents.get(file);
    const { row } = this.#own.files[file]!;
    const origins = originsOf(row);
    const stored = lengthOf(origins) === row.size;
    const content = stored ? fromOrigins(this.#device, origins) : undefined;
    this.#contents.set(file, content);
    return content;
  }
}

/** What people can read of a record; the length word before a vc0 record may look like letters. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8', /^..[0-9a-f]{8}\.[0-9a-f]{6}\t/s.test(bytes.toString('latin1', 0, 18)) ? 2 : 0);
  return text.split(/[\x00-\x08\x0a-\x1f\ufffd]/, 1)[0]!;
}
