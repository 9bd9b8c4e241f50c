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
  const { findings } = served.documents;
  return {
    ...tree,
    entries: tree.entries.map(({ below, ...entry }) => {
      const own = findings.filter((f) => f.subject.path === entry.path && isOf(f, entry.system));
      const under =
        below && findings.filter((f) => f.subject.path?.startsWith(`${entry.path}/`) && isOf(f, entry.system));
      return {
        ...entry,
        ...(below && { below: { ...below, findings: under?.length ?? 0 } }),
        findings: own.slice(0, NAMED).map((f) => f.id),
      };
    }),
  };
}

const isOf = ({ subject }: Finding, system: SystemRole | undefined): boolean =>
  system === undefined || subject.system === undefined || subject.system === system;

/** A version, with the findings that are about it. */
export function versionView(served: ServedCase, version: VersionFacts): FileVersionDetail {
  const { path, system, sha256, allocation, inode } = version;
  const own = served.documents.findings.filter(
    ({ subject }) =>
      path !== undefined &&
      subject.path === path &&
      subject.system === system &&
      subject.allocation === allocation &&
      subject.inode === inode &&
      subject.sha256 === sha256,
  );
  return { ...version, findings: own.slice(0, NAMED).map((finding) => finding.id) };
}
