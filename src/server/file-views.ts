import type { VersionFacts } from '../index.ts';
import type { FileVersionDetail, Finding, MomentsAnswer, SystemRole, TreeAnswer, TreeQuery } from '../model/index.ts';
import type { ServedCase } from './served-case.ts';

/** Most findings that one entry of a tree names. */
const NAMED = 100;

export async function momentsView(
  served: ServedCase,
  system: SystemRole | undefined,
  signal?: AbortSignal,
): Promise<MomentsAnswer> {
  const moments = await (await served.tables()).files.moments(system, signal);
  const horizons = served.documents.coverage.flatMap(({ spans }) =>
    spans.flatMap(({ log, from, to, says }) =>
      log.startsWith('journal of ')
        ? [{ volume: log.slice('journal of '.length), ...(from && { from }), ...(to && { to }), ...(says && { says }) }]
        : [],
    ),
  );
  return { ...moments, horizons };
}

/** A directory, with the findings that are about what is in it. */
export async function treeView(served: ServedCase, query: TreeQuery): Promise<TreeAnswer> {
  const tree = await (await served.tables()).tree.list(query);
  return {
    ...tree,
    entries: tree.entries.map(({ below, ...entry }) => ({
      ...entry,
      ...(below && { below: { ...below, findings: served.findings.below(entry.path, entry.system) } }),
      findings: named(served.findings.at(entry.path, entry.system)),
    })),
  };
}

/** A version, with the findings that are about it. */
export function versionView(served: ServedCase, version: VersionFacts): FileVersionDetail {
  const { path, system, sha256, allocation, inode } = version;
  const own = path === undefined ? [] : served.findings.at(path, system);
  const about = own.filter(
    ({ subject }) => subject.allocation === allocation && subject.inode === inode && subject.sha256 === sha256,
  );
  return { ...version, findings: named(about) };
}

const named = (findings: readonly Finding[]): string[] => findings.slice(0, NAMED).map(({ id }) => id);
