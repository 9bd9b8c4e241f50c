import { byText } from '../../model/index.ts';
import { type Device, folded } from './devices.ts';

/** How many owners they have. */
export const ownersOf = (devices: Iterable<Device>): number => new Set([...devices].map((d) => d.owner)).size;

/**
 * Who could have tidied up each device: its owner, or an administrator who serves several owners. It is not followed
 * further, or one contractor would make one hand of all owners and all their other devices.
 * @returns numbers; the same for the same hand
 */
export function handsOf(devices: readonly Device[]): number[] {
  const served = new Map<string, { owners: Set<string>; devices: number }>();
  for (const device of devices)
    for (const name of new Set(device.facts.administrators.map(folded))) {
      const known = served.get(name) ?? { owners: new Set(), devices: 0 };
      known.owners.add(device.owner);
      known.devices++;
      served.set(name, known);
    }
  const numbers = new Map<string, number>();
  return devices.map((device) => {
    const [widest] = device.facts.administrators
      .map(folded)
      .filter((name) => served.get(name)!.owners.size > 1)
      .sort((a, b) => served.get(b)!.devices - served.get(a)!.devices || byText(a, b));
    const hand = widest === undefined ? device.owner : `administrator ${widest}`;
    const known = numbers.get(hand) ?? numbers.size;
    numbers.set(hand, known);
    return known;
  });
}

/** Organisations, sorted and each once. */
export const organisationsOf = (devices: Iterable<Device>): string[] =>
  [...new Set([...devices].flatMap((d) => d.facts.owner?.organisation ?? []))].sort(byText);
