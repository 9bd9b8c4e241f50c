/** Findings that every gateway has and that are no implants: leads, and signs with an innocent cause. */
import type { Finding } from '../../src/model/index.ts';
import { contentVersion, digest } from './observe.ts';
import { Random } from './random.ts';
import { DAY, type Gateway, instant } from './world.ts';

type Kind = Pick<Finding, 'about' | 'severity' | 'confidence' | 'title' | 'techniques'> & {
  rule: string;
  path: string;
};

const kinds: readonly (readonly [Kind, number])[] = [
  [
    {
      rule: 'changed-after-install',
      about: 'lead',
      severity: 'low',
      confidence: 'low',
      title: 'File of the system changed after it was installed',
      techniques: [],
      path: '/home/etc/dsconf#.cfg',
    },
    60,
  ],
  [
    {
      rule: 'new-program',
      about: 'lead',
      severity: 'low',
      confidence: 'low',
      title: 'Program that came after the system was installed',
      techniques: ['T1105'],
      path: '/home/bin/tool#',
    },
    20,
  ],
  [
    {
      rule: 'exploited-url-request',
      about: 'lead',
      severity: 'low',
      confidence: 'low',
      title: 'Request for a page that was attacked elsewhere',
      techniques: ['T1190'],
      path: '/data/runtime/logs/log.access.vc#',
    },
    16,
  ],
  [
    {
      rule: 'log-silence',
      about: 'tampering',
      severity: 'medium',
      confidence: 'low',
      title: 'A log is silent for longer than usual',
      techniques: ['T1070.002'],
      path: '/data/runtime/logs/log.events.vc#',
    },
    4,
  ],
];

/** @param evidence SHA-256 that names the gateway's evidence */
export function noiseOf({ taken, skew, versions }: Gateway, evidence: string, random: Random): Finding {
  const kind = random.weighted(kinds);
  const number = random.whole(0, 99_999);
  const path = kind.path.replace('#', String(number));
  const changed = instant(random.between(versions[0]!.installed, taken) + skew);
  return {
    id: digest(`${kind.rule} ${evidence} ${path} ${number}`).slice(0, 16),
    about: kind.about,
    state: 'live',
    rule: { id: kind.rule, source: 'builtin', version: contentVersion },
    actors: [],
    techniques: kind.techniques,
    subject: {
      path,
      sha256: random.hex(64),
      size: random.whole(100, 40_000),
      inode: random.whole(1000, 60_000),
      allocation: 'allocated',
      content: 'intact',
      system: 'current',
      changed,
    },
    appeared: { notBefore: instant(Date.parse(changed) - DAY), notAfter: changed },
    severity: kind.severity,
    confidence: kind.confidence,
    title: kind.title,
    explanation: 'Simulated: nothing stands behind it.',
    locators: [
      { evidence, layers: ['gpt:2', 'ext4'], bytes: [{ offset: random.whole(1 << 20, 2 ** 33), length: 4096 }] },
    ],
  };
}

const pools = new Map<number, Finding[]>();

/** So many of them, made from few: in bulk nothing but their number and size matters. */
export function noiseInBulk(count: number, gateway: Gateway, evidence: string): Finding[] {
  let pool = pools.get(count);
  if (!pool) {
    const random = new Random(`noise ${count}`);
    pool = Array.from({ length: count }, () => noiseOf(gateway, evidence, random)).filter((f) => f.severity === 'low');
    while (pool.length < count) pool.push(pool[random.whole(0, pool.length - 1)]!);
    pools.set(count, pool);
  }
  return pool.map((f, i) => ({
    ...f,
    id: `${evidence.slice(0, 8)}${i.toString(16).padStart(8, '0')}`,
    locators: f.locators.map((l) => ({ ...l, evidence })),
  }));
}
