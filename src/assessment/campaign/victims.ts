import {
  type BaseRates,
  byText,
  type Enrichment,
  type GatewayOwner,
  type PriorityList,
  type VictimCount,
  type Victims,
} from '../../model/index.ts';
import { atLeast, holm } from './binomial.ts';
import type { Device } from './devices.ts';

const SELECTION =
  'These are the gateways that somebody chose to examine, not a sample of all. Who looks, who asks for help and who hands over evidence shapes every count here, so a sector may stand out because it looks more, not because it was hit more.';

/** A region is a word of its supplier, or the country where none was given. */
const folded = (sector: string): string =>
  sector
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');

/** Who the victims are: owners of the devices on which something telling was found, each counted once. */
export function victimsOf(
  victims: readonly Device[],
  priorities: PriorityList | undefined,
  baseRates: BaseRates | undefined,
): Victims {
  const owners = new Map<string, GatewayOwner | undefined>();
  for (const device of victims) {
    const known = owners.get(device.owner);
    const { owner } = device.facts;
    owners.set(device.owner, known && owner ? { ...owner, ...known } : (known ?? owner));
  }
  const all = [...owners.values()];
  return {
    owners: all.length,
    gateways: victims.length,
    byRegion: countsOf(all.map((o) => o?.region)),
    byCountry: countsOf(all.map((o) => o?.country)),
    bySector: countsOf(all.map((o) => o?.sector && folded(o.sector))),
    unknown: {
      owner: all.filter((o) => !o).length,
      country: all.filter((o) => !o?.country).length,
      sector: all.filter((o) => !o?.sector).length,
    },
    ...(priorities && { priorities: prioritiesOf(all, priorities, baseRates) }),
    selection: SELECTION,
  };
}

function countsOf(names: readonly (string | undefined)[]): VictimCount[] {
  const counts = new Map<string, number>();
  for (const name of names) if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, owners]) => ({ name, owners }))
    .sort((a, b) => b.owners - a.owners || byText(a.name, b.name));
}

function prioritiesOf(
  owners: readonly (GatewayOwner | undefined)[],
  list: PriorityList,
  base: BaseRates | undefined,
): NonNullable<Victims['priorities']> {
  const sectors = owners.flatMap((o) => (o?.sector ? [folded(o.sector)] : []));
  const counted = list.categories.map(({ id, title, sectors: own }) => ({
    id,
    title,
    victims: sectors.filter((s) => own.includes(s)).length,
    rate: base?.rates[id],
  }));
  const tested = counted.filter((c) => c.rate !== undefined && sectors.length > 0);
  const values = tested.map((c) => atLeast(c.victims, sectors.length, c.rate!));
  const adjusted = holm(values);
  const categories = counted.map((c): Enrichment => {
    const { id, title, victims, rate } = c;
    const place = tested.indexOf(c);
    const counts = { category: id, title, victims, of: sectors.length };
    if (place < 0)
      return {
        ...counts,
        says: `${title.en}: ${victims} of ${sectors.length} victims with a known sector; no base rate was stated, so nothing can be said of more or fewer than usual.`,
      };
    const ratio = rate! > 0 ? victims / sectors.length / rate! : undefined;
    return {
      ...counts,
      base: rate!,
      ...(ratio !== undefined && { ratio }),
      pValue: values[place]!,
      adjusted: adjusted[place]!,
      says: `${title.en}: ${victims} of ${sectors.length}; by the stated rate ${(rate! * sectors.length).toFixed(1)} (adjusted p = ${adjusted[place]!.toPrecision(2)}).`,
    };
  });
  const covered = new Set(list.categories.flatMap((c) => c.sectors));
  const outside = sectors.filter((s) => !covered.has(s)).length;
  return {
    list: list.name,
    source: list.source,
    ...(base && { baseRates: base.source }),
    categories,
    outside,
    says: `${sectors.length - outside} of ${sectors.length} victims with a known sector are in a category of "${list.name}". ${base ? `Base rates: ${base.source}.` : 'No base rates were stated, so this is a count and no test.'} A match shows what was taken from whom no more than a shared interest would.`,
  };
}
