/** What an examination finds of a gateway: intervals and not moments, by the device's own clock, and not everything. */
import { createHash } from 'node:crypto';
import { assess, conclude, limitsOf } from '../../src/assessment/index.ts';
import type { Knowledge } from '../../src/detectors/index.ts';
import type {
  Assessment,
  Coverage,
  DeviceChange,
  DeviceLife,
  Evidence,
  Finding,
  Host,
  Interval,
  Verdict,
} from '../../src/model/index.ts';
import { contentOf } from './content.ts';
import { noiseInBulk, noiseOf } from './noise.ts';
import type { EvidencePlan } from './plan.ts';
import type { Random } from './random.ts';
import { DAY, type Gateway, HOUR, type Implant, instant, MINUTE } from './world.ts';

/** The version of the rules in a simulated case: no release has it. */
export const contentVersion = 'simulated';

/** What an examination of a gateway leaves, before it is written down. */
export interface Observed {
  evidence: Evidence;
  host: Host;
  /** When the software of each system was installed. */
  installed: Map<string, string>;
  coverage: Coverage[];
  life: DeviceLife;
  /** Strongest first. */
  findings: Finding[];
}

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Days that the log of events reaches back: the median; the logarithm has the deviation 0.5. */
const LOG_DAYS = 120;

const order = ['critical', 'high', 'medium', 'low', 'informational'];

/** @param extra findings of no weight beside the usual ones, to make a case as large as a real one */
export function observe(gateway: Gateway, plan: EvidencePlan, random: Random, extra = 0): Observed {
  const id = digest(`image of ${gateway.name}`);
  const reach = gateway.taken - random.lognormal(plan.journalDays, 1) * DAY;
  const logged = gateway.taken - random.lognormal(LOG_DAYS, 0.5) * DAY;
  const findings = gateway.implants.flatMap((i) => findingOf(i, gateway, { id, reach, plan, random }) ?? []);
  for (let n = random.poisson(plan.noise); n > 0; n--) findings.push(noiseOf(gateway, id, random));
  if (extra > 0) findings.push(...noiseInBulk(extra, gateway, id));
  return {
    evidence: {
      id,
      name: `${gateway.name}.img`,
      kind: gateway.kept === 'disk' ? 'image' : 'directory',
      size: 8 << 30,
      hashes: { computed: { sha256: id } },
      role: 'device',
    },
    host: hostOf(gateway),
    installed: new Map(systemsOf(gateway).map(([role, v]) => [role, instant(v.installed + gateway.skew)])),
    coverage: [coverageOf(gateway, id, reach, logged, random)],
    life: lifeOf(gateway, logged),
    findings: findings.sort(
      (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    ),
  };
}

/** The project's own conclusions from what was observed. */
export function concluded(
  { host, findings, coverage, installed, evidence, life }: Observed,
  knowledge: Knowledge,
): { verdict: Verdict; assessment: Assessment } {
  return {
    verdict: conclude(evidence.name, host, findings, limitsOf(coverage, host)),
    assessment: { ...assess({ findings, coverage, host, installed, accounts: [], knowledge }), life },
  };
}

interface Looking {
  id: string;
  /** How far back the journal tells. */
  reach: number;
  plan: EvidencePlan;
  random: Random;
}

function findingOf(implant: Implant, gateway: Gateway, looking: Looking): Finding | undefined {
  const { tool, path, removed } = implant;
  const { id, plan, random } = looking;
  const gone = removed !== undefined && removed < gateway.taken;
  if (gone && gateway.kept === 'files') return undefined;
  if (gone && random.chance(removed < looking.reach ? plan.lostBefore : plan.lost)) return undefined;
  const { sha256, size, likeness } = contentOf(implant, gateway.name);
  const came = appearedOf(implant, gateway, random);
  const went = gone ? removedOf(removed, came, gateway, looking) : undefined;
  return {
    id: digest(`${tool.rule} ${id} ${path}`).slice(0, 16),
    about: 'compromise',
    state: !gone ? 'live' : tool.altered ? 'reverted' : 'removed',
    rule: { id: tool.rule, source: 'yara', version: contentVersion },
    ...(tool.family !== undefined && { family: tool.family }),
    actors: [],
    techniques: tool.techniques,
    subject: {
      path,
      sha256,
      size,
      inode: 1000 + random.whole(0, 60_000),
      allocation: !gone ? 'allocated' : tool.altered ? 'superseded' : 'deleted',
      content: 'intact',
      system: 'current',
    },
    ...(came && { appeared: came }),
    ...(went && { removed: went }),
    severity: tool.severity,
    confidence: tool.confidence,
    title: tool.title,
    explanation: 'Simulated: no such file exists.',
    locators: [
      {
        evidence: id,
        layers: ['gpt:2', 'lvm:groupA/home', 'ext4'],
        bytes: [{ offset: random.whole(1 << 20, 2 ** 33), length: size }],
      },
    ],
    likeness,
  };
}

const interval = (from: number | undefined, to: number | undefined, basis: string): Interval => ({
  ...(from !== undefined && { notBefore: instant(from) }),
  ...(to !== undefined && { notAfter: instant(to) }),
  basis: [basis],
});

function appearedOf({ appeared }: Implant, { skew, taken }: Gateway, random: Random): Interval | undefined {
  const t = appeared + skew;
  const kind = random.next();
  if (kind < 0.6)
    return interval(t - random.exponential(2 * MINUTE), t + random.exponential(MINUTE), 'Journal commits.');
  if (kind < 0.9) return interval(undefined, t + random.exponential(HOUR), 'The change time of its inode.');
  return random.chance(0.5)
    ? interval(undefined, Math.min(taken + skew, t + random.exponential(20 * DAY)), 'A snapshot.')
    : undefined;
}

function removedOf(
  removed: number,
  came: Interval | undefined,
  { skew, taken }: Gateway,
  { reach, plan, random }: Looking,
): Interval {
  const t = removed + skew;
  const end = taken + skew;
  const kind = random.next();
  if (kind < plan.exact) return interval(t, t, 'The deletion time (dtime) of its inode.');
  if (removed >= reach && kind < plan.exact + plan.commits)
    return interval(
      t - random.between(1, 120) * 1000,
      Math.min(end, t + random.exponential(3 * MINUTE)),
      'Journal commits.',
    );
  if (kind < plan.exact + plan.commits + plan.snapshots)
    return interval(
      t - random.exponential(12 * HOUR),
      Math.min(end, t + random.exponential(12 * HOUR)),
      'Two snapshots.',
    );
  const before = came?.notAfter === undefined ? undefined : Math.min(Date.parse(came.notAfter), t);
  return interval(before, removed >= reach ? end : reach + skew, 'It is not there in what is live.');
}

function systemsOf({ versions }: Gateway): [role: string, Gateway['versions'][number]][] {
  const [last, previous] = versions.slice(-2).reverse();
  return [['current', last!], ...(previous ? [['rollback', previous] as [string, Gateway['versions'][number]]] : [])];
}

function hostOf(gateway: Gateway): Host {
  const [[, current]] = systemsOf(gateway) as [[string, Gateway['versions'][number]]];
  return {
    product: 'ivanti-connect-secure',
    title: 'Pulse/Ivanti Connect Secure',
    confidence: 'high',
    version: current.version,
    build: current.build,
    name: `${gateway.name}.example.com`,
    systems: [
      ...systemsOf(gateway).map(([role, v]) => ({
        role,
        version: v.version,
        layers: ['gpt:2'],
        basis: '/home/VERSION',
      })),
      { role: 'factory-reset', version: '9.1R1', layers: ['gpt:3'], basis: '/home/VERSION' },
    ],
    basis: ['version: /home/VERSION'],
  };
}

/** The last two installations show in the two systems on the disk; of whatever else happened only logs tell. */
function lifeOf({ versions, starts, skew, administrators }: Gateway, logged: number): DeviceLife {
  const installed = versions.map((v) => v.installed);
  const known = installed.filter((t, i) => i >= installed.length - 2 || t >= logged);
  const changes: DeviceChange[] = [
    ...known.map((t): DeviceChange => ({ kind: 'upgrade', at: instant(t + skew) })),
    ...starts.filter((t) => t >= logged).map((t): DeviceChange => ({ kind: 'reboot', at: instant(t + skew) })),
  ];
  return { changes: changes.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)), administrators };
}

function coverageOf(
  { name, kept, taken, skew }: Gateway,
  evidence: string,
  reach: number,
  logged: number,
  random: Random,
): Coverage {
  const disk = kept === 'disk';
  const end = instant(taken + skew);
  const log = (path: string, from: number) => ({
    log: path,
    from: instant(from + skew),
    to: end,
    records: random.whole(500, 50_000),
  });
  return {
    evidence,
    name: `${name}.img`,
    recognised: disk ? ['gpt:2 lvm:groupA/home ext4'] : ['directory'],
    space: {
      allocated: { present: 900 << 20, read: 900 << 20, entries: 25_000 },
      ...(disk && { unallocated: { present: 2 ** 31, read: 2 ** 31, entries: 900 } }),
    },
    parsers: [],
    detectors: [{ name: 'yara', contentVersion, looked: 25_900, skipped: 0, timedOut: 0 }],
    spans: [
      ...(disk ? [{ log: 'journal of groupA/home', from: instant(reach + skew), to: end }] : []),
      log('/data/runtime/logs/log.events.vc0', logged),
      log('/data/runtime/logs/log.access.vc0', taken - random.lognormal(30, 0.5) * DAY),
    ],
    unread: [],
  };
}
