import type { Coverage, Finding, PassedAccount, Theft, TheftGrade, TheftItem } from '../../model/index.ts';
import { isStrong } from '../weight.ts';
import { isCapture, isLoot, theftWindows } from './windows.ts';

/** Rules over events that tell of data going out, and of sessions in other hands. */
const readAnswers = new Set(['bulk-answer', 'rapidpulse-request', 'hardpulse-request', 'slightpulse-request']);
const inside = new Set(['files-taken-in-bulk']);
const sessions = new Set(['session-from-several-addresses', 'session-address-changed']);
const configuration = new Set(['configuration-exported']);

/** Techniques of programs that read files of the device, and of what was packed to be taken away. */
const reads = /^T1005\b/;
const stages = /^T1(?:074|560)\b/;

interface Grounds {
  all: readonly Finding[];
  strong: Finding[];
  /** Records of logs that were read; without any, what only logs tell cannot be assessed. */
  records: number;
}

/**
 * What was taken, kind by kind. The steps are kept apart: that logins were captured, that data lay ready, and that it
 * left the device are three things, and each needs evidence of its own.
 */
export function theftOf(
  findings: readonly Finding[],
  coverage: readonly Coverage[],
  accounts: readonly PassedAccount[],
): Theft {
  const records = coverage.flatMap((c) => c.spans).reduce((sum, s) => sum + (s.records ?? 0), 0);
  const grounds: Grounds = { all: findings, strong: findings.filter(isStrong), records };
  const items = [
    captured(grounds),
    staged(grounds),
    filesRead(grounds),
    told(grounds, 'Documents inside the network, fetched through the gateway', inside),
    told(grounds, 'Sessions of users taken over', sessions),
    told(grounds, 'The configuration, with the secrets it holds', configuration),
    left(grounds),
  ];
  const windows = theftWindows(findings);
  return {
    statement: statementOf(items, grounds),
    items,
    ...windows,
    accounts: accountsText(grounds, windows, accounts),
  };
}

const item = (what: string, grade: TheftGrade, because: string[], findings: readonly Finding[] = []): TheftItem => ({
  what,
  grade,
  because,
  findings: findings.map((f) => f.id),
});

const familiesText = (findings: readonly Finding[]): string =>
  [...new Set(findings.map((f) => f.family ?? f.rule.id))].join(', ');

const plenty = (n: number, one: string): string => (n === 1 ? `1 ${one}` : `${n} ${one}s`);

/** What is graded when nothing of its own was found: whoever had root could have, and that is all. */
const without = (what: string, { strong, records }: Grounds, needsLogs: boolean): TheftItem =>
  strong.length > 0
    ? item(
        what,
        'possible',
        [
          `Nothing of it was found in what was read${needsLogs && records === 0 ? ', and no log was read' : ''}; whoever used the backdoors could do it.`,
        ],
        strong,
      )
    : needsLogs && records === 0
      ? item(what, 'cannot be assessed', ['No log in a format that is read was found.'])
      : item(what, 'not observed in what was read', [
          records > 0 ? `Neither files nor ${plenty(records, 'log record')} tell of it.` : 'No file tells of it.',
        ]);

function captured(grounds: Grounds): TheftItem {
  const what = 'Logins of users, captured on the device';
  const loot = grounds.all.filter(isLoot);
  const programs = grounds.all.filter((f) => isCapture(f) && !isLoot(f));
  const because = [
    ...(loot.length > 0 ? [`Stolen logins were found by their content (${familiesText(loot)}).`] : []),
    ...(programs.length > 0 ? [`Something that records logins was in place (${familiesText(programs)}).`] : []),
  ];
  if (loot.length > 0) return item(what, 'observed', because, [...loot, ...programs]);
  if (programs.some(isStrong)) return item(what, 'likely', because, programs);
  if (programs.length > 0) return item(what, 'possible', because, programs);
  return without(what, grounds, false);
}

function staged(grounds: Grounds): TheftItem {
  const what = 'Data laid ready to be taken';
  const loot = grounds.all.filter(isLoot);
  const packed = grounds.all.filter(
    (f) => f.confidence !== 'low' && f.techniques.some((t) => stages.test(t)) && !isLoot(f),
  );
  if (loot.length > 0) {
    const gone = loot.filter((f) => f.state !== 'live');
    return item(
      what,
      'observed',
      [`${plenty(loot.length, 'file')} of stolen logins${gone.length > 0 ? `, ${gone.length} of them deleted` : ''}.`],
      loot,
    );
  }
  if (packed.length > 0)
    return item(
      what,
      'likely',
      [`Programs that write to such files were found (${familiesText(packed)}), the files were not.`],
      packed,
    );
  return without(what, grounds, false);
}

function filesRead(grounds: Grounds): TheftItem {
  const what = 'Files of the device, read through a backdoor';
  const programs = grounds.all.filter(
    (f) =>
      f.confidence !== 'low' && (f.techniques.some((t) => reads.test(t)) || /file-(?:access|download)/.test(f.rule.id)),
  );
  const requests = grounds.all.filter((f) => readAnswers.has(f.rule.id) && f.severity !== 'informational');
  if (requests.some((f) => f.confidence !== 'low') && programs.length > 0)
    return item(
      what,
      'likely',
      [`A page that reads files was in place (${familiesText(programs)}) and was asked (${familiesText(requests)}).`],
      [...programs, ...requests],
    );
  if (programs.length > 0)
    return item(
      what,
      'possible',
      [`A page that reads files was in place (${familiesText(programs)}); that it was asked was not seen.`],
      programs,
    );
  return without(what, grounds, false);
}

/** What only logs tell. An administrator exports and a user downloads every day, so a record alone is possible at most. */
function told(grounds: Grounds, what: string, rules: ReadonlySet<string>): TheftItem {
  const seen = grounds.all.filter((f) => rules.has(f.rule.id));
  if (seen.length === 0) return without(what, grounds, true);
  const grade = grounds.strong.length > 0 && seen.some((f) => f.confidence !== 'low') ? 'likely' : 'possible';
  return item(what, grade, [`Logs tell of it (${familiesText(seen)}); ordinary use leaves the same records.`], seen);
}

function left(grounds: Grounds): TheftItem {
  const what = 'Data that left the device';
  const large = grounds.all.filter((f) => f.rule.id === 'bulk-answer');
  if (large.length > 0)
    return item(
      what,
      grounds.strong.length > 0 ? 'likely' : 'possible',
      ['Logs tell of answers far larger than a page usually gives.'],
      large,
    );
  const loot = grounds.all.filter((f) => isLoot(f) && f.state !== 'live');
  if (loot.length > 0 && grounds.strong.length > 0)
    return item(
      what,
      'possible',
      [
        'Files of stolen logins were deleted while backdoors could hand them out; that they were handed out was not seen.',
      ],
      loot,
    );
  return without(what, grounds, true);
}

function statementOf(items: readonly TheftItem[], { strong }: Grounds): string {
  const of = (grade: TheftGrade): string[] =>
    items.filter((i) => i.grade === grade).map((i) => `${i.what[0]!.toLowerCase()}${i.what.slice(1)}`);
  const [observed, likely] = [of('observed'), of('likely')];
  const parts = [
    ...(observed.length > 0 ? [`observed: ${observed.join('; ')}`] : []),
    ...(likely.length > 0 ? [`likely: ${likely.join('; ')}`] : []),
  ];
  if (parts.length === 0)
    return strong.length > 0
      ? 'Nothing that was taken was observed in what was read; with the backdoors found it was possible.'
      : of('cannot be assessed').length > 0
        ? 'Nothing that was taken was observed in what was read; without logs most of it cannot be assessed.'
        : 'Nothing that was taken was observed in what was read.';
  const out = items.at(-1)!;
  const proof =
    out.grade === 'likely'
      ? ''
      : ' That data left the device was not observed in what was read: signs of theft are no proof of it.';
  return `${parts.join('. ').replace(/^./, (c) => c.toUpperCase())}.${proof}`;
}

function accountsText(
  { strong, records }: Grounds,
  { compromised, capturing }: ReturnType<typeof theftWindows>,
  accounts: readonly PassedAccount[],
): Theft['accounts'] {
  const count = accounts.length;
  if (!compromised && !capturing)
    return { count: 0, says: 'No backdoor and no login capture was found in what was read, so no account is listed.' };
  const kept =
    'What the configuration keeps (local accounts, bind passwords, shared secrets, private keys) counts as read as well.';
  if (records === 0)
    return {
      count,
      says: `Which accounts passed the device cannot be said, because no log was read: reset all that may use it. ${strong.length > 0 ? kept : ''}`.trim(),
    };
  if (count === 0)
    return {
      count,
      says: `The logs that were read tell of no login in that time; a log that was cut or does not reach so far would not. ${kept}`,
    };
  const captured = accounts.filter((a) => a.captured).length;
  return {
    count,
    says: `accounts.csv lists ${plenty(count, 'account')} that logged in through the device while a backdoor or a login capture was in place${capturing ? `, ${captured} of them while logins were captured` : ''}: reset them. It knows only logins that the logs still tell of. ${kept}`,
  };
}
