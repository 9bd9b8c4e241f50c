/** Owners and their gateways, before anybody comes in. */
import type { Plan } from './plan.ts';
import type { Random } from './random.ts';
import { at, DAY, type Gateway, HOUR, MINUTE, type Owner } from './world.ts';

const places: readonly (readonly [{ region: string; country: string; zone: number }, number])[] = [
  [{ region: 'North America', country: 'US', zone: -300 }, 50],
  [{ region: 'North America', country: 'CA', zone: -300 }, 4],
  [{ region: 'Europe', country: 'DE', zone: 60 }, 9],
  [{ region: 'Europe', country: 'GB', zone: 0 }, 8],
  [{ region: 'Europe', country: 'FR', zone: 60 }, 7],
  [{ region: 'Europe', country: 'NL', zone: 60 }, 4],
  [{ region: 'Asia', country: 'JP', zone: 540 }, 12],
  [{ region: 'Asia', country: 'SG', zone: 480 }, 3],
  [{ region: 'Oceania', country: 'AU', zone: 600 }, 3],
];

/** Industry sectors in the words of STIX, by how often their gateways are met. */
const sectors: readonly (readonly [string, number])[] = [
  ['government', 16],
  ['manufacturing', 16],
  ['financial-services', 14],
  ['technology', 12],
  ['healthcare', 9],
  ['education', 8],
  ['telecommunications', 6],
  ['transportation', 6],
  ['energy', 5],
  ['defense', 5],
  ['entertainment', 3],
];

/**
 * Versions with the day from which they could be had. Those of 9.1R8.2, 9.1R9 and 9.1R11.4 are public with the holes
 * they close; the others lie between and are about right.
 */
const releases = [
  { version: '9.1R7', build: '6567', day: '2020-05-01', taken: 1, delay: 1 },
  { version: '9.1R8', build: '7453', day: '2020-07-13', taken: 0.4, delay: 25 },
  { version: '9.1R8.2', build: '8511', day: '2020-09-29', taken: 0.4, delay: 20 },
  { version: '9.1R9', build: '9189', day: '2020-10-28', taken: 0.4, delay: 25 },
  { version: '9.1R10', build: '10119', day: '2020-12-17', taken: 0.3, delay: 30 },
  { version: '9.1R11', build: '11161', day: '2021-02-05', taken: 0.3, delay: 25 },
  { version: '9.1R11.3', build: '12173', day: '2021-03-15', taken: 0.3, delay: 15 },
  { version: '9.1R11.4', build: '12319', day: '2021-05-03', taken: 0.85, delay: 6 },
];

/** Owners have two or three gateways on average, a few have many; evidence is taken in the weeks after the reports. */
export function populate(plan: Plan, random: Random): Gateway[] {
  const gateways: Gateway[] = [];
  const width = Math.max(5, String(plan.gateways).length);
  for (let n = 0; gateways.length < plan.gateways; n++) {
    const place = random.weighted(places);
    const owner: Owner = {
      name: `Organisation ${n + 1}`,
      region: place.region,
      country: place.country,
      sector: random.weighted(sectors),
    };
    const count = random.chance(0.03 * plan.beside) ? random.whole(6, 20) : 1 + random.poisson(plan.beside);
    // Owners keep their gateways alike and have them examined together.
    const wanted = releases.map((release) => random.chance(release.taken));
    const delays = releases.map((release) => random.lognormal(release.delay, 0.8) * DAY);
    const taken = takenAt(plan, random);
    const operator = random.chance(0.08)
      ? `operator-${random.whole(1, 1 + Math.floor(plan.gateways / 60))}`
      : undefined;
    for (let i = 0; i < count && gateways.length < plan.gateways; i++) {
      const name = `gw${String(gateways.length + 1).padStart(width, '0')}`;
      const own = random.fork(name);
      const until = taken + own.between(0, 2 * DAY);
      const versions = releases.flatMap(({ version, build, day }, r) => {
        const installed = night(at(day) + delays[r]! + own.between(0, 4 * DAY), place.zone, own);
        return (r === 0 || wanted[r]) && installed < until - DAY ? [{ version, build, installed }] : [];
      });
      versions.sort((a, b) => a.installed - b.installed);
      gateways.push({
        name,
        owner,
        zone: place.zone,
        skew: skewOf(plan, own),
        ...(operator && { operator }),
        administrators: operator ? [`${operator}.example.com`] : [`org${n + 1}.example.com`],
        versions: versions.filter((v, k) => !versions.slice(0, k).some((w) => newer(w.version, v.version))),
        starts: [],
        taken: until,
        kept: own.chance(plan.evidence.filesOnly) ? 'files' : 'disk',
        implants: [],
      });
    }
  }
  for (const gateway of gateways) gateway.starts = startsOf(gateway, random.fork(`${gateway.name}/starts`));
  return gateways;
}

/** Most are examined after the first report, some only after the second, and a few before anything was public. */
function takenAt({ disclosures }: Plan, random: Random): number {
  const first = disclosures[0]?.at ?? at('2021-04-20');
  const last = disclosures.at(-1)?.at ?? at('2021-05-27');
  return random.weighted([
    [first + random.exponential(14 * DAY) + 4 * HOUR, 60],
    [last + random.exponential(14 * DAY) + 4 * HOUR, 35],
    [first - random.between(1, 15) * DAY, 5],
  ]);
}

/** Work on gateways is done in the night of the place. */
const night = (day: number, zone: number, random: Random): number =>
  Math.floor(day / DAY) * DAY - zone * MINUTE + random.between(19, 28) * HOUR;

/** Nobody installs an older version over a newer one. */
const newer = (a: string, b: string): boolean =>
  releases.findIndex((r) => r.version === a) > releases.findIndex((r) => r.version === b);

const skewOf = ({ evidence }: Plan, random: Random): number =>
  random.chance(evidence.wrongZone)
    ? random.pick([-9, -8, -5, -1, 1, 2, 5, 8, 9]) * HOUR
    : random.normal(0, evidence.skew * 1000);

function startsOf({ versions, taken }: Gateway, random: Random): number[] {
  const starts = versions.slice(1).map((v) => v.installed + 5 * MINUTE);
  for (let t = versions[0]!.installed + random.exponential(120 * DAY); t < taken; t += random.exponential(120 * DAY))
    starts.push(t);
  return starts.sort((a, b) => a - b);
}
