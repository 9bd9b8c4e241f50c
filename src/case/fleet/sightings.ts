import {
  AfterimageError,
  type Finding,
  type Interval,
  type Likeness,
  type Severity,
  type Sighting,
  severities,
} from '../../model/index.ts';

/** Sightings kept of one case, and ids of findings kept of one sighting. */
const MOST = 200;
const IDS = 3;
/** Lines looked at of one case; the strongest come first. */
const LINES = 20_000;

const weighty = (severity: Severity): boolean => severities.indexOf(severity) >= severities.indexOf('medium');

/**
 * What a findings.jsonl shows of weight, in short. Findings are sorted by severity, so that reading ends with the first
 * below medium.
 * @throws AfterimageError `io` naming the line that is no finding
 */
export function sightingsOf(text: Buffer, source: string): { sightings: Sighting[]; leftOut: number } {
  const found = new Map<string, Sighting>();
  let leftOut = 0;
  let line = 0;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf(10, at);
    const end = newline < 0 ? text.length : newline;
    line++;
    const finding = parsed(text.toString('utf8', at, end), source, line);
    at = end + 1;
    if (!weighty(finding.severity)) break;
    const key = JSON.stringify([finding.rule.id, finding.subject.path, finding.subject.sha256, finding.state]);
    const known = found.get(key);
    if (known) add(known, finding);
    else if (found.size < MOST && line <= LINES) found.set(key, sightingOf(finding));
    else leftOut++;
    if (line > LINES) break;
  }
  return { sightings: [...found.values()], leftOut };
}

function parsed(text: string, source: string, line: number): Finding {
  try {
    const finding = JSON.parse(text) as Finding;
    if (
      typeof finding.id === 'string' &&
      typeof finding.rule?.id === 'string' &&
      typeof finding.subject === 'object' &&
      severities.includes(finding.severity)
    )
      return finding;
  } catch {
    // Said below.
  }
  throw new AfterimageError('io', `Cannot read ${source}: line ${line} is not a finding (damaged or cut off).`);
}

function sightingOf(finding: Finding): Sighting {
  const { rule, family, actors = [], techniques = [], about, state, severity, confidence, subject } = finding;
  return {
    rule: rule.id,
    ...(typeof family === 'string' && { family }),
    actors,
    techniques,
    about,
    state,
    severity,
    confidence,
    ...(subject.path !== undefined && { path: subject.path }),
    ...(subject.sha256 !== undefined && { sha256: subject.sha256 }),
    ...bounds('appeared', finding.appeared),
    ...bounds('removed', finding.removed),
    ...(finding.likeness && likeness(finding.likeness)),
    findings: [finding.id],
  };
}

/** Without the sentences that say what set each bound. */
function bounds(name: 'appeared' | 'removed', interval: Interval | undefined): Pick<Sighting, 'appeared' | 'removed'> {
  if (!interval) return {};
  const { notBefore, notAfter } = interval;
  return { [name]: { ...(notBefore && { notBefore }), ...(notAfter && { notAfter }) } };
}

const likeness = ({ sketch, secrets }: Likeness): Likeness => ({
  ...(typeof sketch === 'string' && { sketch }),
  ...(Array.isArray(secrets) && secrets.length > 0 && { secrets: secrets.map(String) }),
});

/** The same thing met again: it came with the first and went with the last. */
function add(known: Sighting, finding: Finding): void {
  if (known.findings.length < IDS) known.findings.push(finding.id);
  const { removed } = bounds('removed', finding.removed);
  const last = (i: Interval | undefined): string => i?.notAfter ?? i?.notBefore ?? '';
  if (removed && last(removed) > last(known.removed)) known.removed = removed;
  if (!known.sketch && finding.likeness) Object.assign(known, likeness(finding.likeness));
}
