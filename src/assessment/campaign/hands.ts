import { byText, type GatewayOwner } from '../../model/index.ts';
import type { Device } from './devices.ts';
import { joinedBy } from './joined.ts';

const folded = (text: string): string => text.trim().normalize('NFKC').toLowerCase();

/** The owner as counted: an organisation, or a device whose owner nobody knows. */
export const ownerKey = ({ facts }: Device): string =>
  facts.owner ? `organisation ${folded(facts.owner.organisation)}` : `device ${facts.id}`;

export const ownersOf = (devices: Iterable<Device>): number => new Set([...devices].map(ownerKey)).size;

export const operatorOf = (owner: GatewayOwner | undefined): string | undefined =>
  owner?.operator === undefined ? undefined : folded(owner.operator);

/**
 * Who could have tidied up: devices of one owner, one operator or one administrator are in one hand. The smallest
 * member names the hand.
 */
export function handsOf(devices: readonly Device[]): number[] {
  const joined = joinedBy(devices.length, (i) => {
    const { facts } = devices[i]!;
    const operator = operatorOf(facts.owner);
    return [
      ownerKey(devices[i]!),
      ...(operator === undefined ? [] : [`operator ${operator}`]),
      ...facts.administrators.map((a) => `administrator ${folded(a)}`),
    ];
  });
  return devices.map((_, i) => joined.of(i));
}

/** Organisations, sorted and each once. */
export const organisationsOf = (devices: Iterable<Device>): string[] =>
  [...new Set([...devices].flatMap((d) => d.facts.owner?.organisation ?? []))].sort(byText);
