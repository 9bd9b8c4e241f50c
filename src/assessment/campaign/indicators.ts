import {
  byText,
  type CampaignKnowledge,
  type Instant,
  type SharedIndicator,
  type Sighting,
} from '../../model/index.ts';
import type { Device } from './devices.ts';
import { ownersOf } from './hands.ts';
import type { Joined } from './joined.ts';
import { ordersOf } from './order.ts';
import { usersOf } from './tools.ts';
import type { Seen } from './variants.ts';

/** How much it tells that two gateways share one: 1 were proof of one hand. */
const WEIGHT: Record<SharedIndicator['kind'], number> = {
  secret: 0.9,
  content: 0.8,
  'look-alike': 0.6,
  order: 0.5,
  family: 0.3,
  path: 0.1,
};

/** Indicators listed; the weightiest and most widespread. */
const MOST = 500;

interface Gathered {
  kind: SharedIndicator['kind'];
  value: string;
  devices: Set<number>;
  families: Set<string>;
  hashes: Set<string>;
  first?: Instant;
  last?: Instant;
}

/** Everything that at least two devices share. */
export function sharedIndicators(
  devices: readonly Device[],
  seen: readonly Seen[],
  variants: Joined,
  knowledge: CampaignKnowledge,
): SharedIndicator[] {
  const found = new Map<string, Gathered>();
  const add = (kind: Gathered['kind'], value: string, device: number, sighting?: Sighting): void => {
    const key = `${kind} ${value}`;
    let one = found.get(key);
    if (!one) {
      one = { kind, value, devices: new Set(), families: new Set(), hashes: new Set() };
      found.set(key, one);
    }
    one.devices.add(device);
    if (sighting) note(one, sighting);
  };
  seen.forEach(({ device, sighting }, i) => {
    const { sha256, sketch, secrets = [], path, family } = sighting;
    if (sha256 !== undefined) add('content', sha256, device, sighting);
    if (sketch !== undefined) add('look-alike', String(variants.of(i)), device, sighting);
    for (const secret of secrets) add('secret', secret, device, sighting);
    if (family !== undefined) add('family', family, device, sighting);
    if (path !== undefined) add('path', path, device, sighting);
  });
  devices.forEach((device, i) => {
    for (const order of ordersOf(device)) add('order', order, i);
  });
  const shared = [...found.values()].filter(
    (g) => g.devices.size > 1 && (g.kind !== 'look-alike' || g.hashes.size > 1),
  );
  return shared
    .map((g) => indicatorOf(g, devices, seen, variants, knowledge))
    .sort((a, b) => b.weight - a.weight || b.gateways.length - a.gateways.length || byText(a.value, b.value))
    .slice(0, MOST);
}

function note(one: Gathered, { family, rule, sha256, appeared, removed }: Sighting): void {
  one.families.add(family ?? rule);
  if (sha256 !== undefined) one.hashes.add(sha256);
  const [first, last] = [appeared?.notAfter ?? appeared?.notBefore, removed?.notAfter ?? removed?.notBefore];
  if (first !== undefined && (one.first === undefined || first < one.first)) one.first = first;
  if (last !== undefined && (one.last === undefined || last > one.last)) one.last = last;
}

function indicatorOf(
  gathered: Gathered,
  devices: readonly Device[],
  seen: readonly Seen[],
  variants: Joined,
  knowledge: CampaignKnowledge,
): SharedIndicator {
  const { kind, value, first, last } = gathered;
  const own = [...gathered.devices].map((d) => devices[d]!);
  const families = [...gathered.families].sort(byText);
  const owners = ownersOf(own);
  return {
    kind,
    value: kind === 'look-alike' ? commonest(Number(value), seen, variants) : value,
    says: saysOf(gathered, families, own.length, owners, knowledge),
    families,
    gateways: own.map((d) => d.facts.id).sort(byText),
    owners,
    weight: WEIGHT[kind],
    ...(first && { first }),
    ...(last && { last }),
  };
}

function commonest(root: number, seen: readonly Seen[], variants: Joined): string {
  const counts = new Map<string, number>();
  seen.forEach(({ sighting: { sha256 } }, i) => {
    if (sha256 !== undefined && variants.of(i) === root) counts.set(sha256, (counts.get(sha256) ?? 0) + 1);
  });
  return [...counts].sort((a, b) => b[1] - a[1] || byText(a[0], b[0]))[0]?.[0] ?? '';
}

function saysOf(
  { kind, value, hashes }: Gathered,
  families: readonly string[],
  gateways: number,
  owners: number,
  knowledge: CampaignKnowledge,
): string {
  const where = `${gateways} gateways of ${owners} ${owners === 1 ? 'owner' : 'owners'}`;
  const what = families.join(', ');
  if (kind === 'content') return `The same file (${what}) lay on ${where}.`;
  if (kind === 'look-alike') return `${hashes.size} variants of one piece of code (${what}) lay on ${where}.`;
  if (kind === 'secret') return `The same password hash or key is written into what was found (${what}) on ${where}.`;
  if (kind === 'path') return `Something was found at this path (${what}) on ${where}; paths are chosen alike by many.`;
  if (kind === 'order') {
    const steps = value.split(', ').length;
    return `The same ${steps} steps in the same order on ${where}; two at random agree once in ${factorial(steps)}.`;
  }
  const users = usersOf(knowledge, value);
  const known =
    users.length === 0
      ? 'nobody attributed it in public'
      : `in public it is attributed to ${users.join(' and ')}, which others may copy`;
  return `${value} was found on ${where}; ${known}.`;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
