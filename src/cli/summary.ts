import { relative } from 'node:path';
import type { Coverage, ExamineResult, Finding } from '../index.ts';
import type { CliContext } from './context.ts';
import { bytesText } from './progress.ts';
import { type Look, type Paint, painter, severityLook } from './style.ts';
import { type Column, table } from './table.ts';
import { printable, shortenEnd, wrap } from './terminal.ts';

/** How many findings a screen has room for beside all else, down to 80 columns and 24 rows; the report has the rest. */
const roomFor = (rows: number | undefined): number => (rows === undefined ? 10 : Math.min(10, Math.max(5, rows - 30)));

/** From so many rows on, and where there are none, sentences are told whole. */
const tall = 36;

const indent = ' '.repeat(10);

const conclusionLook: Record<ExamineResult['verdict']['conclusion'], Look> = {
  compromised: 'red',
  'compromised-then-cleaned': 'red',
  suspected: 'yellow',
  inconclusive: 'yellow',
  'no-evidence-found': 'green',
};

/** What several rules say of one thing, counted once: the first is the strongest. */
interface Thing {
  finding: Finding;
  findings: number;
}

const columns: Column<Thing>[] = [
  { title: 'STATE', value: (t) => t.finding.state },
  { title: 'SEVERITY', value: (t) => t.finding.severity, look: (t) => severityLook(t.finding.severity) },
  { title: 'FAMILY', value: (t) => nameOf(t.finding), flexible: true },
  { title: 'PATH', value: (t) => placeOf(t.finding), flexible: true },
];

/** On a device with several systems side by side a path alone does not say which file is meant. */
const systemColumn: Column<Thing> = { title: 'SYSTEM', value: (t) => t.finding.subject.system };

const nameOf = (finding: Finding): string => finding.family ?? finding.rule.id;

function things(findings: readonly Finding[]): Thing[] {
  const found = new Map<string, Thing>();
  for (const finding of findings) {
    const { subject, state } = finding;
    const key = JSON.stringify([state, nameOf(finding), subject.system, placeOf(finding)]);
    const thing = found.get(key);
    if (thing) thing.findings++;
    else found.set(key, { finding, findings: 1 });
  }
  return [...found.values()];
}

/** A path, or for a piece without a name where it lies. */
export function placeOf(finding: Finding): string {
  const { path, allocation } = finding.subject;
  if (path !== undefined) return path;
  const locator = finding.locators[0];
  const offset = locator?.bytes[0]?.offset;
  const where = [...(locator?.layers ?? []), ...(offset === undefined ? [] : [`at byte ${offset}`])].join(' ');
  return `(${allocation}) ${where}`.trim();
}

/** What the run found, as lines for people; the last one is the verdict. */
export function summaryLines(context: CliContext, result: ExamineResult): string[] {
  const { stdout } = context;
  const paint = painter(stdout.color);
  const width = Math.min(stdout.columns, 100);
  const { verdict, findings } = result;
  const lines: string[] = [];

  const say = (label: string, text: string, most = 1): void => {
    const [first, ...rest] = clipped(printable(text), most, width - indent.length);
    lines.push(`${paint('bold', label)}${indent.slice(label.length)}${first ?? ''}`, ...rest.map((l) => indent + l));
  };
  say('Host', hostText(result), 2);
  say('Evidence', evidenceText(result));
  const short = (stdout.rows ?? tall) < tall;
  say('Read', readText(result.coverage), short ? 1 : 2);

  if (findings.length > 0) {
    const all = things(findings);
    const several = new Set(findings.map((f) => f.subject.system)).size > 1;
    const shown = several ? [...columns.slice(0, 3), systemColumn, ...columns.slice(3)] : columns;
    const room = roomFor(stdout.rows);
    lines.push('', ...table(shown, all.slice(0, room), stdout));
    if (all.length > room) lines.push(paint('dim', `and ${all.length - room} more, in the report`));
  }
  if (!short) lines.push('');
  lines.push(...limits(verdict.limitedBy, width, paint, short));
  const { attribution, theft, ownership } = result.assessment;
  if (ownership && (ownership.stated || ownership.candidates.length > 0)) {
    const [contradiction] = ownership.contradictions;
    say('Owner', contradiction ? `${ownership.statement} But: ${contradiction}` : ownership.statement, short ? 2 : 4);
  }
  say('Actors', headOf(attribution.statement, '; would change'), short ? 2 : 4);
  const reset = theft.accounts.count > 0 ? ` Reset ${theft.accounts.count}: accounts.csv.` : '';
  say('Taken', `${headOf(theft.statement, '. ')}${reset}`, short ? 2 : 4);
  const place = relative(context.cwd, result.casePath) || '.';
  say('Report', `${place.startsWith('..') ? result.casePath : place}/report.html`, 3);
  lines.push(paint(conclusionLook[verdict.conclusion], printable(verdict.statement)));
  return lines;
}

/** The beginning of a statement, up to a mark; the report has all of it. */
const headOf = (statement: string, mark: string): string => {
  const end = statement.indexOf(mark);
  return end < 0 ? statement : `${statement.slice(0, end)}.`;
};

/** Wrapped to at most so many lines; the last one says when something is missing. */
function clipped(text: string, most: number, columns: number): string[] {
  const lines = wrap(text, columns);
  if (lines.length <= most) return lines;
  const kept = wrap(text, columns - 2).slice(0, most);
  return [...kept.slice(0, -1), `${shortenEnd(kept.at(-1)!, columns - 2)} …`];
}

/** What was not seen, the weightiest first. */
function limits(limitedBy: readonly string[], width: number, paint: Paint, short: boolean): string[] {
  const label = 'Not seen';
  const room = width - indent.length - 2;
  const most = short ? 2 : 4;
  const lines = limitedBy
    .slice(0, most)
    .flatMap((limit) =>
      clipped(printable(limit), short ? 1 : 2, room).map((line, i) => `${i === 0 ? '-' : ' '} ${line}`),
    );
  const left = limitedBy.length - most;
  if (left > 0) lines.push(paint('dim', `- and ${left} more, in the report`));
  return lines.map((line, i) => `${i === 0 ? `${paint('bold', label)}${indent.slice(label.length)}` : indent}${line}`);
}

function hostText({ host }: ExamineResult): string {
  const version = host.version ? ` ${host.version}${host.build ? ` build ${host.build}` : ''}` : '';
  const others = host.systems
    .filter(({ role }) => role !== 'current')
    .map((system) => `${system.role}${system.version ? ` ${system.version}` : ''}`);
  const beside = others.length > 0 ? `; beside it ${others.join(', ')}` : '';
  return `${host.name ? `${host.name}, ` : ''}${host.title}${version}${beside}`;
}

function evidenceText({ evidence }: ExamineResult): string {
  const first = evidence[0];
  if (!first) return 'none';
  const more = evidence.length > 1 ? ` and ${evidence.length - 1} more` : '';
  return `${first.name}${more}, ${bytesText(evidence.reduce((sum, e) => sum + e.size, 0))}`;
}

const spaceWords: Record<string, string> = {
  allocated: 'live files',
  superseded: 'earlier versions',
  deleted: 'deleted files',
  orphan: 'orphans',
  unallocated: 'free space',
  slack: 'slack',
  metadata: 'metadata',
};

/** How much of each kind of space was read. */
function readText(coverage: readonly Coverage[]): string {
  const sums = new Map<string, { present: number; read: number }>();
  for (const { space } of coverage)
    for (const [kind, { present, read }] of Object.entries(space)) {
      const sum = sums.get(kind) ?? { present: 0, read: 0 };
      sums.set(kind, { present: sum.present + present, read: sum.read + read });
    }
  const parts = [...sums]
    .filter(([, { present }]) => present > 0)
    .map(([kind, { present, read }]) =>
      read >= present
        ? `${spaceWords[kind] ?? kind} ${bytesText(present)}`
        : `${spaceWords[kind] ?? kind} ${bytesText(read)} of ${bytesText(present)}`,
    );
  return parts.join(', ') || 'nothing';
}

/** What `--json` prints: the verdict, counts and where the rest is. */
export function summaryDocument(result: ExamineResult): object {
  const { verdict, host, evidence, findings, coverage, assessment, casePath, exitStatus } = result;
  const { statement, leading, confidence } = assessment.attribution;
  const count = (key: (finding: Finding) => string): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const finding of findings) counts[key(finding)] = (counts[key(finding)] ?? 0) + 1;
    return counts;
  };
  return {
    verdict,
    counts: {
      findings: findings.length,
      bySeverity: count((f) => f.severity),
      byState: count((f) => f.state),
      byAbout: count((f) => f.about),
      unread: coverage.reduce((sum, c) => sum + c.unread.length, 0),
    },
    attribution: { statement, leading, confidence },
    ...(assessment.ownership && {
      ownership: { statement: assessment.ownership.statement, leading: assessment.ownership.leading },
    }),
    host,
    evidence: evidence.map(({ id, name, kind, size }) => ({ id, name, kind, size })),
    exitStatus,
    case: casePath,
  };
}
