import { isGap, type LogGap, type LogRecord } from '../../artifacts/index.ts';
import type { LogClaim, LogDetector, LogWatcher } from '../log-detector.ts';
import { isWhole, list, type Place, placeOf, plural } from './place.ts';
import { nameOf, tampering } from './statement.ts';

interface Break {
  offset: number;
  length: number;
  reason: string;
  words: boolean;
  before: Place;
  after: Place;
  /** Code of the record behind it. */
  next: string;
}

interface Digest {
  records: number;
  breaks: Break[];
  /** All of them, those that are not kept included. */
  count: number;
}

const MOST = 200;
const boots = new Set(['SYS10306', 'SYS10298', 'SYS20412']);

/**
 * Bytes between two records of a vc0 file that are no record, and records whose length words do not fit their text: what
 * an editor leaves that does not know the framing. A file without a break proves nothing, for a record that was cut out
 * with both its words leaves none.
 */
export function framing(contentVersion: string): LogDetector<Digest> {
  return {
    name: 'log-framing',
    contentVersion,
    watch: ({ format, facts }) => (format === 'vc0' && isWhole(facts) ? watcher() : undefined),
    *conclude(digests): Generator<LogClaim> {
      for (const { log, digest } of digests) {
        // Where nothing fits, it is our reading of the format that does not.
        if (digest.count * 5 > digest.records) continue;
        const name = nameOf(log);
        for (const words of [false, true]) {
          const found = digest.breaks.filter((one) => one.words === words);
          if (found.length === 0) continue;
          const places = found.map(
            (one): Place => ({ micros: one.before.micros, offset: one.offset, length: Math.max(1, one.length) }),
          );
          const evidence = words
            ? found.map(({ before }) => before)
            : found.flatMap(({ before, after }, i) => [before, places[i]!, after]);
          yield tampering(words ? 'log-length-mismatch' : 'log-framing-broken', contentVersion, log, evidence, {
            severity: found.length >= 3 ? 'medium' : 'low',
            confidence: found.length >= 3 ? 'medium' : 'low',
            title: words
              ? `${plural(found.length, 'record')} of ${name} ${found.length === 1 ? 'does' : 'do'} not have the length that ${found.length === 1 ? 'its' : 'their'} framing states`
              : `The chain of records in ${name} is broken in ${plural(found.length, 'place')}`,
            explanation:
              (words
                ? `The length words around ${list(found.map(({ before }) => before))} are not those of the text between them, while ${digest.records} records of the file fit theirs. The writer counts a text before it writes it; a text that was changed in place keeps the old words. `
                : `Between records of this file stand bytes that are no record: behind ${list(found.map(({ before }) => before))} (${found[0]!.reason}). `) +
              'Ruled out: a hole of zeros, the end of the file, a record torn by a crash (a boot follows it), and a format that we misread, for all other records fit. ' +
              'Innocent causes that remain: a write torn without a boot that was logged, damage of the disk, a copy that was changed on its way (text mode).',
          });
        }
      }
    },
  };
}

function watcher(): LogWatcher<Digest> {
  const digest: Digest = { records: 0, breaks: [], count: 0 };
  let last: Place | undefined;
  let lastCode = '';
  let open: (Omit<Break, 'after' | 'next'> & { at: Place; code: string }) | undefined;
  return {
    record(record: LogRecord): void {
      digest.records++;
      const place = placeOf(record, record.micros ?? 0);
      if (open) {
        const { at, code, ...found } = open;
        const next = record.event.fields.code ?? '';
        open = undefined;
        // A boot at it: the write was torn when the device went down.
        if (!boots.has(next) && !boots.has(code)) {
          digest.count++;
          if (digest.breaks.length < MOST) digest.breaks.push({ ...found, after: place, next, before: at });
        }
      }
      last = place;
      lastCode = record.event.fields.code ?? '';
    },
    gap(gap: LogGap): void {
      if (gap.cause === 'zeros' || !last || !isGap(gap)) return;
      const { offset, length, reason } = gap;
      open ??= {
        offset,
        length,
        reason: reason.replace(/^vc0: /, ''),
        words: gap.cause === 'words',
        before: last,
        at: last,
        code: lastCode,
      };
    },
    end: () => digest,
  };
}
