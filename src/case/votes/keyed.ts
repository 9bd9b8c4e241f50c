import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AfterimageError } from '../../model/index.ts';
import type { Opened } from './candidates.ts';
import type { Candidate } from './device.ts';
import type { FleetKey } from './key.ts';
import { pathsOf, shareVotes } from './share.ts';

/** Candidates that can be compared with each other, and what becomes of the paths in their result. */
export interface Comparable {
  candidates: Candidate[];
  /** Paths for tokens, as far as cases at hand can tell; empty when nothing is under a key. */
  clear(tokens: ReadonlySet<string>): Promise<Map<string, string>>;
  close(): Promise<void>;
}

/**
 * Cases beside votes of others take the same key; cases alone need none.
 * @throws AfterimageError `usage` when there are votes and cases and no key, `bad-content` when it is another key
 */
export async function underOneKey({ candidates, key: theirs }: Opened, key?: FleetKey): Promise<Comparable> {
  const cases = candidates.filter((c) => c.kind === 'case');
  if (theirs !== undefined && key && key.check !== theirs)
    throw new AfterimageError(
      'bad-content',
      `Cannot compare: the votes are under a key with check value ${theirs}, the key given has ${key.check}.`,
    );
  if (theirs === undefined || cases.length === 0)
    return { candidates, clear: async () => new Map(), close: async () => {} };
  if (!key)
    throw new AfterimageError(
      'usage',
      'Cannot compare cases with votes that are under a key: give the same key with --fleet-key.',
    );
  const folder = await mkdtemp(join(tmpdir(), 'afterimage-keyed-'));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const keyed: Candidate[] = [];
    for (const [i, c] of candidates.entries()) {
      if (c.kind === 'votes') {
        keyed.push(c);
        continue;
      }
      const file = join(folder, `${i}.jsonl`);
      await writeFile(file, await shareVotes(c, dirname(c.file), key));
      const { system: _, ...rest } = c;
      keyed.push({ ...rest, file, kind: 'votes', marks: c.marks.map((mark) => key.device(mark)) });
    }
    return {
      candidates: keyed,
      async clear(tokens) {
        const paths = new Map<string, string>();
        for (const c of cases) for (const [t, p] of await pathsOf(dirname(c.file), key, tokens)) paths.set(t, p);
        return paths;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
