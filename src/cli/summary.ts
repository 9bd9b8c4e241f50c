import { relative } from 'node:path';
import type { Coverage, ExamineResult, Finding } from '../index.ts';
import type { CliContext } from './context.ts';
import { bytesText } from './progress.ts';
import { type Look, type Paint, painter, severityLook } from './style.ts';
import { type Column, table } from './table.ts';
import { printable, wrap } from './terminal.ts';

/** The summary fits a screen: more than this is in the report. */
const mostFindings = 12;
const mostLimits = 5;

const conclusionLook: Record<ExamineResult['verdict']['conclusion'], Look> = {
  compromised: 'red',
  'compromised-then-cleaned': 'red',
  suspected: 'yellow',
  inconclusive: 'yellow',
  'no-evidence-found': 'green',
};

const columns: Column<Finding>[] = [
  { title: 'STATE', value: (f) => f.state },
  { title: 'SEVERITY', value: (f) => f.severity, look: (f) => severityLook(f.severity) },
  { title: 'FAMILY', value: (f) => f.family ?? f.rule.id, flexible: true },
  { title: 'PATH', value: placeOf, flexible: true },
];

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
  const { verdict, findings, host } = result;
  const lines: string[] = [];

  lines.push(`${paint('bold', 'Host')}      ${printable(hostText(result))}`);
  lines.push(`${paint('bold', 'Evidence')}  ${printable(evidenceText(result))}`);
  const read = wrap(readText(result.coverage), width - 10);
  lines.push(`${paint('bold', 'Read')}      ${read[0]}`, ...read.slice(1).map((line) => `          ${line}`));
  for (const system of host.systems.length > 1 ? host.systems : [])
    lines.push(`          ${printable(`${system.role}${system.version ? ` ${system.version}` : ''}`)}`);

  if (findings.length > 0) {
    lines.push('', ...table(columns, findings.slice(0, mostFindings), stdout));
    if (findings.length > mostFindings)
      lines.push(paint('dim', `and ${findings.length - mostFindings} more, in the report`));
  }
  if (verdict.limitedBy.length > 0) lines.push('', ...limits(verdict.limitedBy, width, paint));

  const place = relative(context.cwd, result.casePath) || '.';
  lines.push(
    '',
    `${paint('bold', 'Report')}    ${printable(`${place.startsWith('..') ? result.casePath : place}/report.html`)}`,
  );
  lines.push('', paint(conclusionLook[verdict.conclusion], printable(verdict.statement)));
  return lines;
}

function limits(limitedBy: readonly string[], width: number, paint: Paint): string[] {
  const lines = [paint('bold', 'Not seen')];
  for (const limit of limitedBy.slice(0, mostLimits)) {
    const [first, ...rest] = wrap(printable(limit), width - 2);
    lines.push(`- ${first ?? ''}`, ...rest.map((l) => `  ${l}`));
  }
  if (limitedBy.length > mostLimits)
    lines.push(paint('dim', `- and ${limitedBy.length - mostLimits} more, in the report`));
  return lines;
}

function hostText({ host }: ExamineResult): string {
  const version = host.version ? ` ${host.version}${host.build ? ` build ${host.build}` : ''}` : '';
  return `${host.name ? `${host.name}, ` : ''}${host.title}${version}`;
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
  const { verdict, host, evidence, findings, coverage, casePath, exitStatus } = result;
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
    host,
    evidence: evidence.map(({ id, name, kind, size }) => ({ id, name, kind, size })),
    exitStatus,
    case: casePath,
  };
}
