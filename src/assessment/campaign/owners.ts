import { type OwnerRow, statedOwner } from '../../artifacts/index.ts';
import type { ReadGateway } from '../../case/index.ts';
import { byText, type GatewayFacts } from '../../model/index.ts';

type Owned = Pick<GatewayFacts, 'owner' | 'ownersInConflict'>;

const exact = (key: string, value: string): string => `${key} ${value.toLowerCase()}`;

/** Answers whose a gateway is: by lists of owners first, then by its own case. Lists may have ten thousand rows for as many gateways. */
export function ownersFrom(rows: readonly OwnerRow[]): (gateway: ReadGateway) => Owned {
  const byMark = new Map<string, Set<OwnerRow>>();
  const inexact = new Set<OwnerRow>();
  for (const row of rows)
    for (const { key, value } of row.marks) {
      if ((key === 'host' && value.startsWith('*')) || key === 'address' || key === 'serial') {
        inexact.add(row);
        continue;
      }
      const known = byMark.get(exact(key, value));
      if (known) known.add(row);
      else byMark.set(exact(key, value), new Set([row]));
    }
  return ({ facts, marks }) => {
    const possible = new Set(inexact);
    for (const [key, values] of Object.entries(marks))
      for (const value of values)
        for (const row of byMark.get(exact(key, value.replace(/\.$/, ''))) ?? []) possible.add(row);
    const { owner, by } = statedOwner([...possible], marks);
    if (owner) return { owner: { ...owner, basis: 'supplied', confidence: 'high' } };
    if (by.length === 0) return facts.owner ? { owner: facts.owner } : {};
    const named = [...possible].filter((r) => by.some((b) => b.startsWith(`${r.file} line ${r.line} `)));
    return { ownersInConflict: [...new Set(named.map((r) => r.owner.organisation))].sort(byText) };
  };
}
