import type { OwnerRow } from '../../artifacts/index.ts';
import { isStrong } from '../../assessment/index.ts';
import { type Knowledge, loadKnowledge } from '../../detectors/index.ts';
import { AfterimageError, csvRecords, csvRow } from '../../model/index.ts';
import { type Language, wordsOf } from '../words/index.ts';
import { AbsenceCheck, addressesIn, type Leak } from './absence.ts';
import { amberNotice } from './amber.ts';
import { clearFacts, clearNotice, productsOf, publicIndicators } from './clear.ts';
import { indicatorsCsv, indicatorsOf } from './indicators.ts';
import type { Notice } from './notice.ts';
import { noticeHtml } from './notice-html.ts';
import { noticeMarkdown } from './notice-markdown.ts';
import { type PackWords, packWordsOf } from './pack-words.ts';
import { readPackCases } from './read-cases.ts';
import { type PackCase, type PackSubject, subjectsOf } from './subject.ts';
import { type Token, tokensOf } from './tokens.ts';
import { folded, viewsOf } from './views.ts';

export interface PackOptions {
  /** Case folders. */
  cases: readonly string[];
  owners?: readonly OwnerRow[];
  language?: Language;
  knowledge?: Knowledge;
}

/** One pack, in short. */
export interface MadePack {
  /** `01`: the folder of the notice under `amber` and `clear`. */
  number: string;
  organisation?: string;
  kind: PackSubject['kind'];
  by: string;
  cases: string[];
  /** True when there is a twin: only of what was found. */
  clear: boolean;
  /** Indicators that only the owner gets, because they could tell of them. */
  withheld: number;
}

export interface MadePacks {
  packs: MadePack[];
  /** Path below the output folder, and text. */
  files: Map<string, string>;
  /** What the check did. */
  searched: {
    names: number;
    /** Too short to be told from any text: kind and length, never the name. */
    unsearched: number;
    /** Names that our own text says anyway. */
    ordinary: string[];
  };
}

/**
 * A notice for each owner (TLP:AMBER) and its twin for everybody (TLP:CLEAR). No file is returned unless the check finds
 * that no twin holds a name of any victim, and no notice one of another owner.
 * @throws AfterimageError `bad-content` naming kind and place of what was found
 */
export async function makePacks(options: PackOptions): Promise<MadePacks> {
  return packsOf(await readPackCases(options.cases), options);
}

/** The same, of cases that have been read. */
export function packsOf(
  cases: readonly PackCase[],
  { owners = [], language, knowledge = loadKnowledge() }: Omit<PackOptions, 'cases'>,
): MadePacks {
  const [words, own] = [wordsOf(language), packWordsOf(language)];
  const subjects = subjectsOf(cases, owners);
  const tokens = subjects.map(tokensOfSubject);
  const tool = `${cases[0]!.input.tool.name} ${cases[0]!.input.tool.version}`;
  const check = new AbsenceCheck(tokens.flat(), ordinaryText(cases, own, words, tool));
  const files = new Map<string, string>();
  const packs: MadePack[] = [];
  const digits = Math.max(2, String(subjects.length).length);
  for (const [i, subject] of subjects.entries()) {
    const number = String(i + 1).padStart(digits, '0');
    const findings = subject.cases.flatMap((c) => c.input.findings);
    const indicators = indicatorsOf(findings, (family) => knowledge.named(family).length > 0);
    const amber = amberNotice(subject, indicators, words, own);
    write(files, `amber/${number}`, amber, indicators.length > 0 ? indicatorsCsv(indicators, 'TLP:AMBER') : undefined);
    const accounts = accountsOf(subject);
    if (accounts !== undefined) files.set(`amber/${number}/accounts.csv`, accounts);
    const found = findings.some(isStrong);
    const open = publicIndicators(indicators, findings, (text) => check.find(text, 1).length > 0);
    if (found) {
      const facts = clearFacts(subject.cases, knowledge, words);
      const fixed = fixedOf(subject);
      const clear = clearNotice(facts, open, fixed, words, own, tool);
      write(files, `clear/${number}`, clear, open.length > 0 ? indicatorsCsv(open, 'TLP:CLEAR') : undefined);
    }
    packs.push({
      number,
      ...(subject.organisation !== undefined && { organisation: subject.organisation }),
      kind: subject.kind,
      by: subject.by,
      cases: subject.cases.map((c) => c.name),
      clear: found,
      withheld: found ? indicators.length - open.length : 0,
    });
  }
  prove(files, subjects, tokens, check);
  const names = tokens.reduce((sum, list) => sum + list.length, 0);
  return {
    packs,
    files,
    searched: { names, unsearched: check.unsearched.length, ordinary: [...check.ordinary].sort() },
  };
}

function write(files: Map<string, string>, folder: string, notice: Notice, indicators: string | undefined): void {
  files.set(`${folder}/notice.html`, noticeHtml(notice));
  files.set(`${folder}/notice.md`, noticeMarkdown(notice));
  if (indicators !== undefined) files.set(`${folder}/indicators.csv`, indicators);
}

const fixedOf = ({ cases }: PackSubject): string[] =>
  [
    ...new Set(
      cases
        .flatMap((c) => (c.input.assessment?.exposure.open ?? []).filter((o) => o.until === undefined))
        .flatMap((o) => o.fixed),
    ),
  ].sort();

/** The accounts of all devices of an owner, as one list. */
function accountsOf({ cases }: PackSubject): string | undefined {
  const lists = cases.flatMap((c) => (c.accounts === undefined ? [] : [{ name: c.name, text: c.accounts }]));
  if (lists.length === 0) return undefined;
  if (cases.length === 1) return lists[0]!.text;
  const rows = lists.flatMap(({ name, text }, i) =>
    [...csvRecords(text)]
      .slice(i === 0 ? 0 : 1)
      .map(({ cells }, j) =>
        csvRow([i === 0 && j === 0 ? 'case' : name, ...cells.map((c) => c.replace(/^'(?=[=+\-@])/, ''))]),
      ),
  );
  return rows.join('');
}

const tokensOfSubject = ({ organisation, cases }: PackSubject): Token[] => {
  const all = cases.map((c) => c.names);
  const each = <T>(of: (names: (typeof all)[0]) => readonly T[]): T[] => all.flatMap(of);
  return tokensOf({
    organisations: [
      ...(organisation && !organisation.includes('.') ? [organisation] : []),
      ...each((n) => n.organisations),
    ],
    hosts: each((n) => n.hosts),
    addresses: each((n) => n.addresses),
    users: each((n) => n.users),
    realms: each((n) => n.realms),
    cases: each((n) => n.cases),
    evidence: each((n) => n.evidence),
    serials: each((n) => n.serials),
    custody: each((n) => n.custody),
  });
};

/** Kinds of things that are published under a name of their own, which is nobody's. */
const PUBLIC = new Set([
  'malware',
  'tool',
  'intrusion-set',
  'threat-actor',
  'attack-pattern',
  'vulnerability',
  'campaign',
]);

/** Everything that a twin may say whoever the victim is: its own words, and what is published. */
function ordinaryText(
  cases: readonly PackCase[],
  own: PackWords,
  words: ReturnType<typeof wordsOf>,
  tool: string,
): string {
  const nothing = {
    products: productsOf(cases),
    versions: [],
    families: [],
    unnamed: 2,
    actors: [],
    confidence: 'medium' as const,
    vulnerabilities: [],
    unseen: [],
    still: true,
  };
  const blank = [
    clearNotice(nothing, [], [], words, own, tool),
    clearNotice(
      {
        ...nothing,
        first: { from: '2000-01-01', to: '2000-01-02' },
        cleaned: { from: '2000-01-01', to: '2000-01-02' },
        families: [{ name: '', states: Object.values(words.states), techniques: [] }],
        actors: ['UNC'],
        versions: ['9'],
        vulnerabilities: ['CVE'],
        unseen: ['T'],
      },
      [{ type: 'path', value: '/home/webserver/htdocs', family: '', published: true }],
      ['9'],
      words,
      own,
      tool,
    ),
  ];
  // Only what came with the version: a file of somebody else's may name a victim.
  const published = [...loadKnowledge().entities.values()]
    .filter((e) => PUBLIC.has(e.type))
    .flatMap((e) => [e.name, ...e.aliases]);
  return [...blank.map(noticeHtml), ...published].join('\n');
}

/** Names of others that stand in too many texts to tell of them are not looked for in a notice to an owner. */
const tellsOfOthers = ({ kind, value }: Token): boolean =>
  kind === 'evidence hash' ||
  kind === 'organisation' ||
  kind === 'serial number' ||
  (kind === 'host name' && value.includes('.')) ||
  (kind === 'user name' && value.includes('@'));

/** @throws AfterimageError for the first name that stands where it must not */
function prove(
  files: ReadonlyMap<string, string>,
  subjects: readonly PackSubject[],
  tokens: readonly Token[][],
  check: AbsenceCheck,
): void {
  // What is part of a name of the owner's own, as "North" of "North Wind", tells of no other.
  const values = tokens.map((list) => list.map((t) => folded(t.value)).join('\n'));
  for (const [path, text] of files) {
    const [kind, number] = path.split('/') as [string, string];
    const at = Number(number) - 1;
    const leaks =
      kind === 'clear'
        ? [...check.find(text), ...strangers(text)]
        : subjects.length === 1
          ? []
          : check
              .find(text, Number.POSITIVE_INFINITY)
              .filter((l) => tellsOfOthers(l) && !values[at]!.includes(folded(l.value)));
    const [leak] = leaks;
    if (leak) throw refusal(path, leak, kind === 'clear');
  }
}

function refusal(path: string, { kind, how, line }: Leak, clear: boolean): AfterimageError {
  const where = line === undefined ? how : `line ${line}, ${how}`;
  const whose = clear ? 'a victim' : 'another owner';
  return new AfterimageError(
    'bad-content',
    `Cannot write ${path}: it holds the ${kind} of ${whose} (${where}). Nothing was written.`,
  );
}

const MAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/;

/** Addresses and mail addresses have no place in a twin, whosever they are. */
function* strangers(text: string): Generator<Leak> {
  for (const { text: address, how } of addressesIn(text))
    if (/\..*\..*\.|::|(?::.*){7}/.test(address)) yield { kind: 'address', value: address, how };
  for (const { text: view, name, least } of viewsOf(text))
    if (least === 0 && name !== 'defanged' && MAIL.test(view)) yield { kind: 'user name', value: '', how: name };
}
