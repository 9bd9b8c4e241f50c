import { byText } from '../../model/index.ts';
import type { Device } from './devices.ts';
import { joinedBy } from './joined.ts';

const folded = (text: string): string => text.trim().normalize('NFKC').toLowerCase();

/** The owner as counted: an organisation, or a device whose owner nobody knows. */
export const ownerKey = ({ facts }: Device): string =>
  facts.owner ? `organisation ${folded(facts.owner.organisation)}` : `device ${facts.id}`;

export const ownersOf = (devices: Iterable<Device>): number => new Set([...devices].map(ownerKey)).size;

/**
 * Who could have tidied up: devices of one owner or one administrator are in one hand. The smallest
 * member names the hand.
 */
export function handsOf(devices: readonly Device[]): number[] {
  const joined = joinedBy(devices.length, (i) => {
    const { facts } = devices[i]!;
    return [ownerKey(devices[i]!), ...facts.administrators.map((a) => `administrator ${folded(a)}`)];
  });
  return devices.map((_, i) => joined.of(i));
}

/** Organisations, sorted and each once. */
export const organisationsOf = (devices: Iterable<Device>): string[] =>
  [...new Set([...devices].flatMap((d) => d.facts.owner?.organisation ?? []))].sort(byText);
