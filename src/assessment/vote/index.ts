import { type FleetKey, openCandidates, underOneKey } from '../../case/index.ts';
import type { FleetVote } from '../../model/index.ts';
import { voteOfFleet } from './compare.ts';

/**
 * Compares cases, folders of cases and votes of others, the odd ones out by name.
 * @param key that votes of others are under; cases alone need none
 * @throws AfterimageError `no-input`, `bad-content` or `usage` for what cannot be compared at all; a case that cannot
 * vote is in the result
 */
export async function compareFleet(
  paths: readonly string[],
  key?: FleetKey,
  options: { threads?: number; memory?: number } = {},
): Promise<FleetVote> {
  const opened = await openCandidates(paths);
  const comparable = await underOneKey(opened, key);
  try {
    const vote = await voteOfFleet(comparable.candidates, opened.without, options);
    const clear = await comparable.clear(
      new Set(vote.editions.flatMap((e) => [...e.odd.map((f) => f.path), ...e.own.map((o) => o.folder)])),
    );
    for (const { odd, own } of vote.editions) {
      for (const file of odd) file.path = clear.get(file.path) ?? file.path;
      for (const one of own) one.folder = clear.get(one.folder) ?? one.folder;
    }
    return vote;
  } finally {
    await comparable.close();
  }
}
