import type { OwnerRow } from '../../artifacts/index.ts';
import { organisationKey, statedOwner } from '../../artifacts/index.ts';
import { AfterimageError, type Owner } from '../../model/index.ts';
import type { ReportInput } from '../input.ts';
import type { VictimNames } from './tokens.ts';

/** One case, as packs are made from it. */
export interface PackCase {
  /** Name of the case folder. */
  name: string;
  input: ReportInput;
  names: VictimNames;
  /** The text of accounts.csv, when the case has one. */
  accounts?: string;
}

/** Cases of one owner: what one pack is about. */
export interface PackSubject {
  /** Compared, not shown. */
  key: string;
  /** Absent when it does not follow whose the devices are. */
  organisation?: string;
  kind: 'stated' | 'leading' | 'unknown';
  /** What says so. */
  by: string;
  owner?: Owner;
  cases: PackCase[];
}

/**
 * Cases put together by owner: as a list states it, otherwise as the device itself says, otherwise each by itself.
 * @throws AfterimageError `usage` when rows of the list contradict each other about one device: a notice that goes to the
 * wrong owner cannot be taken back
 */
export function subjectsOf(cases: readonly PackCase[], rows: readonly OwnerRow[]): PackSubject[] {
  const subjects = new Map<string, PackSubject>();
  for (const one of cases) {
    const subject = subjectOf(one, rows);
    const known = subjects.get(subject.key);
    if (known) known.cases.push(one);
    else subjects.set(subject.key, subject);
  }
  return [...subjects.values()];
}

function subjectOf(one: PackCase, rows: readonly OwnerRow[]): PackSubject {
  const { name, input } = one;
  const { ownership } = input.assessment ?? {};
  const marks = ownership?.marks ?? {
    host: input.host.name === undefined ? [] : [input.host.name],
    evidence: input.evidence.map((e) => e.id),
    address: [],
    serial: [],
  };
  const stated = statedOwner(rows, { ...marks, case: [name] });
  if (stated.contradictions.length > 0)
    throw new AfterimageError('usage', `Cannot say to whom the notice about ${name} goes: ${stated.contradictions[0]}`);
  const owner = stated.owner ?? (rows.length === 0 ? ownership?.stated : undefined);
  if (owner) {
    const by = stated.owner ? stated.by : ownership!.stated!.by;
    return {
      key: `organisation ${organisationKey(owner.organisation)}`,
      organisation: owner.organisation,
      kind: 'stated',
      by: by.join(', '),
      owner,
      cases: [one],
    };
  }
  const by = ownership?.statement ?? '';
  const key = ownership?.leading && `organisation ${organisationKey(ownership.leading)}`;
  return key
    ? { key, organisation: ownership!.leading!, kind: 'leading', by, cases: [one] }
    : { key: `case ${name}`, kind: 'unknown', by, cases: [one] };
}
