import type { Claim } from '../../model/index.ts';
import type { LogDetector } from '../log-detector.ts';

/** One record that says so. */
interface Cleared {
  code: string;
  at?: string;
  node?: string;
  user?: string;
  from?: string;
  message: string;
  offset: number;
  length: number;
}

interface Digest {
  cleared: Cleared[];
  /** More than are listed. */
  more: number;
}

/** Codes with a public template or sample (artifacts/logs/messages.ts), and what each of them says. */
const codes = new Map<string, { what: string; severity: Claim['severity']; confidence: Claim['confidence'] }>([
  ['ADM20599', { what: 'a log was cleared by an administrator', severity: 'medium', confidence: 'medium' }],
  ['ADM20604', { what: 'a log category was switched off', severity: 'low', confidence: 'medium' }],
  ['ADM20601', { what: 'a syslog server was removed', severity: 'low', confidence: 'medium' }],
]);

const LISTED = 64;

/** Records by which the gateway itself tells that a log was cleared, or that something is logged no longer. */
export function logCleared(contentVersion: string): LogDetector<Digest> {
  return {
    name: 'log-cleared',
    contentVersion,
    watch({ format }) {
      if (format !== 'vc0' && format !== 'welf' && format !== 'syslog' && format !== 'pulse-text') return undefined;
      const digest: Digest = { cleared: [], more: 0 };
      return {
        record({ event, offset, length }) {
          const { code, node, user, source_ip } = event.fields;
          if (code === undefined || !codes.has(code)) return;
          if (digest.cleared.length >= LISTED) {
            digest.more++;
            return;
          }
          digest.cleared.push({
            code,
            ...(event.time && { at: event.time.at }),
            ...(node !== undefined && { node }),
            ...(user !== undefined && { user }),
            ...(source_ip !== undefined && { from: source_ip }),
            message: event.message.slice(0, 200),
            offset,
            length,
          });
        },
        end: () => digest,
      };
    },
    *conclude(digests) {
      for (const { log, digest } of digests)
        for (const [code, { what, severity, confidence }] of codes) {
          const told = digest.cleared.filter((c) => c.code === code);
          if (told.length === 0) continue;
          const first = told[0]!;
          const who = first.user ? ` by ${first.user}${first.from ? ` from ${first.from}` : ''}` : '';
          const when = first.at ? ` at ${first.at}` : '';
          const times = told.length === 1 ? 'once' : `${told.length} times`;
          yield {
            log,
            bytes: told.map(({ offset, length }) => ({ offset, length })),
            claim: {
              rule: { id: `log-cleared-${code.toLowerCase()}`, source: 'builtin', version: contentVersion },
              about: 'tampering',
              // The record is evidence of what was done, not the thing itself.
              state: 'inferred',
              actors: [],
              techniques: [code === 'ADM20599' ? 'T1070.002' : 'T1562.008'],
              severity,
              confidence,
              title: `The gateway says that ${what}`,
              explanation:
                `${code} stands in ${log.series} ${times}, first${when}${who}: ${first.message}. ` +
                'Administrators do this in maintenance as well, and clearing after an archive has its own message (ARC22056), which is not meant here. ' +
                'Ask whether it was planned; what the log held before is gone from it.',
              matched: [],
            },
          };
        }
    },
  };
}
