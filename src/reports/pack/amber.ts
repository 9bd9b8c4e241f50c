import { counts, isStrong } from '../../assessment/index.ts';
import type { Conclusion } from '../../model/index.ts';
import { datingOf } from '../dating.ts';
import { itemsOf } from '../items.ts';
import { nextSteps } from '../next-steps.ts';
import { statementOf } from '../statement.ts';
import { intervalText } from '../times.ts';
import type { Step, Words } from '../words/index.ts';
import type { Indicator } from './indicators.ts';
import { type Block, type Notice, type NoticePart, partsOf } from './notice.ts';
import type { PackWords } from './pack-words.ts';
import type { PackCase, PackSubject } from './subject.ts';

/** Rows of one table; the case has all. */
const ROWS = 200;

const gravest: readonly Conclusion[] = [
  'compromised',
  'compromised-then-cleaned',
  'suspected',
  'inconclusive',
  'no-evidence-found',
];

/** Cases, the gravest first. */
const byWeight = (cases: readonly PackCase[]): PackCase[] =>
  cases.toSorted((a, b) => gravest.indexOf(a.input.verdict.conclusion) - gravest.indexOf(b.input.verdict.conclusion));

export const deviceName = ({ name, input }: PackCase): string => input.host.name ?? input.verdict.subject ?? name;

/** The notice to an owner: all that is known of their devices, and nothing of anybody else's. */
export function amberNotice(
  subject: PackSubject,
  indicators: readonly Indicator[],
  words: Words,
  own: PackWords,
): Notice {
  const cases = byWeight(subject.cases);
  const [first] = cases as [PackCase];
  const several = cases.length > 1;
  const device = (one: PackCase): string[] => (several ? [deviceName(one)] : []);
  const each = (say: (one: PackCase) => string | undefined): string[] =>
    cases.flatMap((one) => {
      const text = say(one);
      return text === undefined ? [] : [several ? `${deviceName(one)}: ${text}` : text];
    });
  const assessed = (text: string): string => words.assessedText(text) ?? text;
  const said = (text: string): string => words.sentence(text) ?? text;
  return {
    tlp: 'amber',
    title: own.title[first.input.verdict.conclusion],
    facts: [
      [own.facts.to, subject.organisation ?? own.ownerUnknown],
      [own.facts.devices, cases.map(deviceName).join(', ')],
      [own.facts.product, [...new Set(cases.map((c) => words.host(c.input.host)))].join(', ')],
      [own.facts.basis, own.ownerBy(subject.kind, assessed(subject.by))],
    ],
    parts: partsOf([
      textPart('short', own, listOf(each((c) => statementOf(c.input, words)))),
      foundPart(cases, device, words, own),
      textPart('when', own, listOf(each((c) => dates(c, words) ?? assessedActivity(c, assessed)))),
      takenPart(cases, device, each, assessed, own),
      { id: 'steps', title: own.parts.steps, blocks: [{ kind: 'steps', steps: stepsOf(cases, words, own) }] },
      indicatorPart(indicators, own),
      textPart('actors', own, listOf(each((c) => leadOf(c, 'attribution', assessed)))),
      textPart('open', own, listOf(each((c) => leadOf(c, 'exposure', assessed)))),
      textPart('unseen', own, listOf(cases.flatMap((c) => c.input.verdict.limitedBy.map(said)).filter(isFirst))),
      madePart(cases, own),
      textPart('handling', own, [{ kind: 'text', text: own.handling.amber }]),
    ]),
    handling: own.handling.amber,
    words,
    tool: `${first.input.tool.name} ${first.input.tool.version}`,
  };
}

const isFirst = (text: string, i: number, all: readonly string[]): boolean => all.indexOf(text) === i;

const textPart = (id: keyof PackWords['parts'], own: PackWords, blocks: Block[]): NoticePart => ({
  id,
  title: own.parts[id],
  blocks,
});

/** One sentence as text, several as a list. */
const listOf = (items: string[]): Block[] =>
  items.length === 0 ? [] : items.length === 1 ? [{ kind: 'text', text: items[0]! }] : [{ kind: 'list', items }];

const leadOf = (
  { input }: PackCase,
  part: 'attribution' | 'exposure',
  assessed: (text: string) => string,
): string | undefined => input.assessment && assessed(input.assessment[part].statement);

const assessedActivity = ({ input }: PackCase, assessed: (text: string) => string): string | undefined =>
  input.assessment && assessed(input.assessment.activity.statement);

/** Since when until when, when the verdict rests on anything. */
function dates({ input }: PackCase, words: Words): string | undefined {
  if (!input.findings.some(isStrong)) return undefined;
  const dating = datingOf(input.verdict, input.findings);
  return `${words.page.since}: ${words.since(dating)} ${words.page.until}: ${words.until(dating)}`;
}

function foundPart(
  cases: readonly PackCase[],
  device: (one: PackCase) => string[],
  words: Words,
  own: PackWords,
): NoticePart {
  const { columns } = own;
  const rows = cases.flatMap((one) =>
    itemsOf(one.input.findings.filter(isStrong)).map(([f]) => [
      ...device(one),
      words.states[f.state],
      f.family ?? f.title,
      f.subject.path ?? words.finding.nameNotKnown,
      intervalText(f.appeared, words) ?? '',
      intervalText(f.removed, words) ?? '',
    ]),
  );
  const altered = cases.reduce(
    (sum, { input }) => sum + input.findings.filter((f) => f.about === 'tampering' && counts(f)).length,
    0,
  );
  const head = [columns.state, columns.family, columns.path, columns.appeared, columns.removed];
  const more = rows.length - ROWS;
  return {
    id: 'found',
    title: own.parts.found,
    blocks: [
      ...(rows.length > 0
        ? [
            {
              kind: 'table' as const,
              head: cases.length > 1 ? [columns.device, ...head] : head,
              rows: rows.slice(0, ROWS),
              code: [cases.length > 1 ? 3 : 2],
            },
          ]
        : []),
      ...(more > 0 ? [{ kind: 'text' as const, text: own.more(more) }] : []),
      ...(altered > 0 ? [{ kind: 'text' as const, text: own.tampering(altered) }] : []),
    ],
  };
}

function takenPart(
  cases: readonly PackCase[],
  device: (one: PackCase) => string[],
  each: (say: (one: PackCase) => string | undefined) => string[],
  assessed: (text: string) => string,
  own: PackWords,
): NoticePart {
  const { columns } = own;
  const rows = cases.flatMap((one) =>
    (one.input.assessment?.theft.items ?? [])
      .filter((i) => i.grade === 'observed' || i.grade === 'likely' || i.grade === 'possible')
      .map((i) => [...device(one), assessed(i.what), assessed(i.grade), i.because.map(assessed).join(' ')]),
  );
  const accounts = cases.reduce((sum, c) => sum + (c.input.assessment?.theft.accounts.count ?? 0), 0);
  const head = [columns.what, columns.sure, columns.because];
  return {
    id: 'taken',
    title: own.parts.taken,
    blocks: [
      ...listOf(each((c) => c.input.assessment && assessed(c.input.assessment.theft.statement))),
      ...(rows.length > 0
        ? [{ kind: 'table' as const, head: cases.length > 1 ? [columns.device, ...head] : head, rows }]
        : []),
      ...(accounts > 0 ? [{ kind: 'text' as const, text: own.accounts(accounts) }] : []),
    ],
  };
}

/** What to do, the gravest device's steps first, each step once; then what only the pack can ask for. */
export function stepsOf(cases: readonly PackCase[], words: Words, own: PackWords): Step[] {
  const steps = byWeight(cases)
    .flatMap(({ input }) => nextSteps(input.verdict, input.findings, input.host, words))
    .filter((step, i, all) => all.findIndex((s) => s.what === step.what) === i);
  const open = cases.flatMap((c) => c.input.assessment?.exposure.open ?? []);
  const fixed = [...new Set(open.filter((o) => o.until === undefined).flatMap((o) => o.fixed))].sort();
  return [...steps, ...(open.length > 0 ? [own.update(fixed)] : []), own.share, own.answer];
}

/** Indicators as a table, and where they are for machines. */
export function indicatorPart(indicators: readonly Indicator[], own: PackWords): NoticePart {
  const { columns } = own;
  const shown = indicators.slice(0, ROWS);
  const table: Block = {
    kind: 'table',
    head: [columns.type, columns.value, columns.note, columns.path],
    rows: shown.map((i) => [i.type, i.value, i.family, i.path ?? '']),
    code: [1, 3],
  };
  return {
    id: 'indicators',
    title: own.parts.indicators,
    blocks:
      indicators.length === 0
        ? [{ kind: 'text', text: own.noIndicators }]
        : [{ kind: 'text', text: `${own.indicatorsLead} ${own.indicatorsFile}` }, table],
  };
}

function madePart(cases: readonly PackCase[], own: PackWords): NoticePart {
  const { tool, content } = cases[0]!.input;
  const rows = cases.flatMap(({ input }) =>
    input.evidence.map((e) => [e.name, e.hashes.computed?.sha256 ?? e.id] as string[]),
  );
  return {
    id: 'made',
    title: own.parts.made,
    blocks: [
      { kind: 'text', text: own.made(`${tool.name} ${tool.version}`, content.version) },
      { kind: 'table', head: [own.columns.evidence, 'SHA-256'], rows, code: [0, 1] },
      { kind: 'text', text: own.check },
    ],
  };
}
