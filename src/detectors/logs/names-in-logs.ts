import type { LogRecord } from '../../artifacts/index.ts';
import type { LogClaim, LogDetector, LogWatcher } from '../log-detector.ts';
import { list, type Place, placeOf, plural } from './place.ts';
import { nameOf } from './statement.ts';
import { leadTo, type Trace, traces } from './trace-content.ts';

interface Named {
  trace: string;
  name: string;
  place: Place;
}

interface Digest {
  named: Named[];
}

const MOST = 200;

/** Logs that the system itself writes about what runs on it. */
const formats = new Set(['audit', 'syslog', 'debuglog']);
/** Lines in which a client may have put the name: requests and logins. */
const clients = /\bHTTP\/|\b(?:GET|POST|HEAD|PUT) |[Uu][Rr][LIi]\b|https?:|password|invalid user|authenticat/;

/**
 * Names of files of known families in lines that the system wrote about itself: audit records, commands, messages of
 * programs. The file may be long gone. A line that repeats what a client sent does not count.
 */
export function namesInLogs(contentVersion: string): LogDetector<Digest> {
  const all = traces().filter(({ names }) => names !== undefined);
  const traceOf = new Map(all.flatMap((trace) => trace.names!.map((name) => [name, trace] as const)));
  const names = [...traceOf.keys()];
  const roots = [...new Set(names.map((name) => name.slice(0, name.indexOf('/', 1) + 1)))];
  return {
    name: 'log-traces',
    contentVersion,
    watch: ({ format }) => (formats.has(format) ? watcher(names, roots, traceOf) : undefined),
    *conclude(digests): Generator<LogClaim> {
      for (const { log, digest } of digests)
        for (const trace of all) {
          const found = digest.named.filter((one) => one.trace === trace.id);
          if (found.length === 0) continue;
          const distinct = [...new Set(found.map(({ name }) => name))];
          const places = found.map(({ place }) => place);
          const strong = distinct.length > 1 && trace.status === 'confirmed';
          yield {
            log,
            bytes: places.slice(0, 16).map(({ offset, length }) => ({ offset, length })),
            claim: leadTo(trace, contentVersion, strong, {
              title: `${nameOf(log)} names a file of ${trace.family}`,
              explanation:
                `${plural(found.length, 'line')} of this log ${found.length === 1 ? 'names' : 'name'} ${distinct.join(', ')}: ${trace.what}. Consistent with ${trace.family} on this device at ${list(places)}; the file itself need not be there any more${trace.status === 'inferred' ? ', and the path is known second hand' : ''}. ` +
                'Ruled out: lines that repeat a request or a login. Innocent causes that remain: somebody who searched the device for this name, such as a responder or a scanner for it.',
            }),
          };
        }
    },
  };
}

function watcher(
  names: readonly string[],
  roots: readonly string[],
  traceOf: ReadonlyMap<string, Trace>,
): LogWatcher<Digest> {
  const named: Named[] = [];
  return {
    record(record: LogRecord): void {
      const { event, micros, key } = record;
      // Audit writes names with odd characters in hex, which the message shows in clear.
      const texts = event.source === 'audit' ? [key, event.message, event.fields.name ?? ''] : [key];
      for (const text of texts) {
        if (!roots.some((root) => text.includes(root))) continue;
        const name = names.find((one) => stands(text, one));
        if (name === undefined || (event.source !== 'audit' && clients.test(text.slice(0, 4096)))) continue;
        if (named.length < MOST)
          named.push({ trace: traceOf.get(name)!.id, name, place: placeOf(record, micros ?? 0) });
        return;
      }
    },
    end: () => ({ named }),
  };
}

/** True when the name stands in the text as a whole path, or as the folder of one. */
function stands(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!isPart(text[at - 1]) && (name.endsWith('/') || !isPart(text[at + name.length]))) return true;
  return false;
}

const isPart = (character: string | undefined): boolean => character !== undefined && /[\w./-]/.test(character);
