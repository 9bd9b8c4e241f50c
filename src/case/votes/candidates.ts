import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { AfterimageError, byText } from '../../model/index.ts';
import { caseFolders } from '../fleet/folders.ts';
import { sha256OfFile } from '../hash-file.ts';
import { openCase } from '../open-case.ts';
import type { Candidate } from './device.ts';
import { withIdentity } from './identity.ts';
import { type VotesHeader, votesFormat, votesFormatVersion } from './share.ts';

/** What was handed over, opened; and what cannot vote, with the reason. */
export interface Opened {
  candidates: Candidate[];
  without: { device: string; because: string }[];
  /** Check value of the key of the votes files; absent when there are none. */
  key?: string;
}

/**
 * Opens cases, folders of cases and votes files. A case that cannot be read, was changed, or does not say its version
 * cannot vote and is listed.
 * @throws AfterimageError `no-input` for a path that is neither, `bad-content` for votes under different keys
 */
export async function openCandidates(paths: readonly string[]): Promise<Opened> {
  const opened: Opened = { candidates: [], without: [] };
  const votes: string[] = [];
  const others: string[] = [];
  for (const path of paths.map((p) => resolve(p)))
    ((await stat(path).catch(() => undefined))?.isFile() ? votes : others).push(path);
  const headers = await Promise.all([...new Set(votes)].sort(byText).map(readHeader));
  refuseDifferentKeys(headers);
  for (const { path, header } of headers) {
    const { product, version, build, device, examined } = header;
    opened.key = header.key;
    const edition = { product, version, ...(build !== undefined && { build }) };
    opened.candidates.push({ name: basename(path), file: path, kind: 'votes', edition, marks: device, at: examined });
  }
  const cases: Candidate[] = [];
  for (const folder of others.length > 0 ? await caseFolders(others) : [])
    try {
      const candidate = await openCaseOf(folder);
      if ('because' in candidate) opened.without.push(candidate);
      else cases.push(candidate);
    } catch (error) {
      if (!(error instanceof AfterimageError)) throw error;
      opened.without.push({ device: basename(folder), because: error.message });
    }
  opened.candidates.push(...(await withIdentity(cases)));
  return { ...opened, candidates: withDistinctNames(opened.candidates) };
}

/** Cases of one name go by as much of their path as tells them apart. */
function withDistinctNames(candidates: readonly Candidate[]): Candidate[] {
  const places = candidates.map((c) => (c.kind === 'case' ? dirname(c.file) : c.file).split(sep));
  const named = (i: number, n: number): string => (n === 1 ? candidates[i]!.name : places[i]!.slice(-n).join('/'));
  const length = candidates.map(() => 1);
  for (;;) {
    const users = new Map<string, number[]>();
    for (const i of candidates.keys()) users.set(named(i, length[i]!), [...(users.get(named(i, length[i]!)) ?? []), i]);
    const alike = [...users.values()].filter((list) => list.length > 1).flat();
    const longer = alike.filter((i) => length[i]! < places[i]!.length);
    if (longer.length === 0) return candidates.map((c, i) => ({ ...c, name: named(i, length[i]!) }));
    for (const i of longer) length[i]!++;
  }
}

/** One case as a voter. @throws AfterimageError `usage` when it cannot be one, and as `openCase` */
export async function openVoter(folder: string): Promise<Candidate> {
  const candidate = await openCaseOf(folder);
  if ('because' in candidate)
    throw new AfterimageError('usage', `${candidate.device} cannot vote: ${candidate.because}`);
  return (await withIdentity([candidate]))[0]!;
}

async function openCaseOf(folder: string): Promise<Candidate | { device: string; because: string }> {
  const { file, path } = await openCase(folder);
  const { host, name, evidence, runs } = file;
  const ballots = join(path, 'files.parquet');
  const found = await sha256OfFile(ballots);
  if (found !== file.files['files.parquet'])
    return {
      device: name,
      because: `${ballots} was changed after the examination, so it is not compared with others.`,
    };
  if (!host || host.product === 'unknown' || host.version === undefined)
    return { device: name, because: 'Its product or version is not known, so there is nobody to compare it with.' };
  const { product, version, build } = host;
  const system = host.systems.some((s) => s.role === 'current') ? 'current' : undefined;
  const marks = evidence.flatMap((e) => (e.role === 'device' ? [`evidence ${e.id}`] : []));
  return {
    name,
    file: ballots,
    kind: 'case',
    edition: { product, version, ...(build !== undefined && { build }) },
    ...(system && { system }),
    marks,
    at: runs.at(-1)?.endedAt ?? '',
  };
}

interface Headed {
  path: string;
  header: VotesHeader;
}

async function readHeader(path: string): Promise<Headed> {
  const stream = createReadStream(path, { end: 1 << 16 });
  let line = '';
  for await (const first of createInterface({ input: stream })) {
    line = first;
    break;
  }
  stream.destroy();
  let header: Partial<VotesHeader> = {};
  try {
    header = JSON.parse(line) as Partial<VotesHeader>;
  } catch {
    // Said below.
  }
  const texts = [header?.key, header?.product, header?.version, header?.examined];
  if (
    header?.format !== votesFormat ||
    texts.some((t) => typeof t !== 'string') ||
    !Array.isArray(header.device) ||
    !header.device.every((d) => typeof d === 'string')
  )
    throw new AfterimageError(
      'bad-content',
      `Cannot read ${path}: its first line is no header of votes, expected a file that \`afterimage fleet share\` wrote, or a case.`,
    );
  if (Number(header.formatVersion) > votesFormatVersion)
    throw new AfterimageError(
      'bad-content',
      `Cannot read ${path}: it has format version ${header.formatVersion}, this version reads up to ${votesFormatVersion}.`,
    );
  return { path, header: header as VotesHeader };
}

/** Votes under different keys never agree: every file would look odd, or nobody would. */
function refuseDifferentKeys(headers: readonly Headed[]): void {
  const [first] = headers;
  const other = headers.find(({ header }) => header.key !== first!.header.key);
  if (!first || !other) return;
  const parties = new Map<string, string[]>();
  for (const { path, header } of headers) parties.set(header.key, [...(parties.get(header.key) ?? []), basename(path)]);
  const said = [...parties].map(
    ([key, names]) =>
      `${key}: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`,
  );
  throw new AfterimageError(
    'bad-content',
    `Cannot compare votes under different keys; check values are ${said.join('; ')}. All owners must use the same key file.`,
  );
}
