import { logDetectors } from '../detectors/index.ts';
import type { Device } from '../evidence/index.ts';
import type { Coverage, Span, Unread } from '../model/index.ts';
import { type LogsTold, rangesOf } from './log-events.ts';
import type { LogFile, LogTold } from './log-protocol.ts';

/** Stretches without a record that are listed one by one; the rest are counted. */
const LISTED = 500;

/** Says which logs were read, what they cover, and what in them could not be read. */
export function addLogs(device: Device, { files, told }: LogsTold, coverage: Coverage[], contentVersion: string): void {
  const left: { count: number; bytes: number }[] = coverage.map(() => ({ count: 0, bytes: 0 }));
  const unknown: string[][] = coverage.map(() => []);
  for (const one of told) {
    const file = files.files[one.file]!;
    const place = Number(file.row.evidence);
    const target = coverage[place];
    if (!target || one.format === 'archive') continue;
    if (one.format === undefined && one.failed === undefined) {
      unknown[place]!.push(file.path);
      continue;
    }
    if (one.format !== undefined && !target.parsers.includes(one.format)) target.parsers.push(one.format);
    target.spans.push(spanOf(file, one));
    for (const unread of unreadOf(device, file, one))
      if (target.unread.length < LISTED) target.unread.push(named(unread, target));
      else {
        left[place]!.count++;
        left[place]!.bytes += unread.bytes;
      }
  }
  for (const { file, as } of files.same)
    coverage[Number(file.row.evidence)]?.spans.push({
      log: file.path,
      says: `the same content as ${files.files[as]!.path}, which was read`,
    });
  coverage.forEach((target, place) => {
    const say = (reason: string, bytes: number): void => {
      target.unread.push({ locator: { evidence: target.evidence, layers: [], bytes: [] }, reason, bytes });
    };
    const { count, bytes } = left[place]!;
    if (count > 0) say(`${count} more stretches of logs hold no record and are not listed`, bytes);
    const names = unknown[place]!;
    if (names.length > 0)
      target.spans.push({
        log: names.length === 1 ? names[0]! : `${names.length} files`,
        says: `named as logs are, and in no format that is read; searched as bytes only: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`,
      });
    if (files.left > 0 && place === 0) say(`${files.left} more files may be logs and were not read as such`, 0);
    target.parsers.sort();
    const looked = told.filter(
      (t) => t.format !== undefined && t.format !== 'archive' && files.files[t.file]!.row.evidence === String(place),
    );
    for (const { name } of logDetectors)
      target.detectors.push({ name, contentVersion, looked: looked.length, skipped: 0, timedOut: 0 });
  });
}

function spanOf({ path, row }: LogFile, told: LogTold): Span {
  const parts = [`${told.format ?? 'log'}: ${told.records} records`];
  if (told.undated > 0) parts.push(`${told.undated} of them without a time`);
  if (told.nodes.length > 1) parts.push(`of ${told.nodes.length} machines (${told.nodes.join(', ')})`);
  if (told.gapCount > 0) parts.push(`${told.gapCount} stretches without a record, ${told.gapBytes} bytes`);
  if (row.system && row.system !== 'unknown' && row.system !== 'current') parts.push(`of the ${row.system} system`);
  return {
    log: path,
    ...(told.from !== undefined && { from: told.from }),
    ...(told.to !== undefined && { to: told.to }),
    ...(told.records > 0 && { records: told.records }),
    says: [parts.join(', '), ...told.notes].join('; '),
  };
}

function* unreadOf(device: Device, file: LogFile, told: LogTold): Generator<Unread> {
  const nowhere = { evidence: file.row.evidence, layers: [], bytes: [] };
  const at = (ranges: { offset: number; length: number }[]) => rangesOf(device, file, ranges)[0] ?? nowhere;
  for (const { offset, length, reason } of told.gaps)
    yield { locator: at([{ offset, length }]), reason: `log: ${reason}`, bytes: length, path: file.path };
  const more = told.gapCount - told.gaps.length;
  if (more > 0) {
    const bytes = told.gapBytes - told.gaps.reduce((sum, gap) => sum + gap.length, 0);
    yield { locator: nowhere, reason: `${more} more stretches of a log hold no record`, bytes, path: file.path };
  }
  if (told.failed !== undefined)
    yield {
      locator: at([]),
      reason: `log: our own reader failed after ${told.records} records (${told.failed})`,
      bytes: file.row.size,
      path: file.path,
    };
}

const named = (unread: Unread, { evidence }: Coverage): Unread => ({
  ...unread,
  locator: { ...unread.locator, evidence },
});
