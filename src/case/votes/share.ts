import { byText } from '../../model/index.ts';
import { type FileFilter, queryFiles } from '../query.ts';
import type { Candidate } from './device.ts';
import type { FleetKey } from './key.ts';
import { isProgram } from './programs.ts';

export const votesFormat = 'afterimage-votes';
export const votesFormatVersion = 1;

/** First line of a votes file. */
export interface VotesHeader {
  format: typeof votesFormat;
  formatVersion: number;
  /** Check value of the key. */
  key: string;
  product: string;
  version: string;
  build?: string;
  /** Marks of the device, each under the key. */
  device: string[];
  /** When the case was examined. */
  examined: string;
  /** Lines that follow. */
  files: number;
}

const live: FileFilter = { allocation: ['allocated'], kind: ['file'] };

/**
 * The ballots of one device under a key, as lines of JSON: no path, no hash and no name of the device stands in them.
 * Sorted by token, which says nothing of the order of the paths.
 */
export async function shareVotes(voter: Candidate, casePath: string, key: FleetKey): Promise<string> {
  const lines: string[] = [];
  for await (const row of queryFiles(casePath, live)) {
    if (row.path === undefined || (voter.system && row.system !== voter.system)) continue;
    const content = row.sha256 && key.content(row.sha256, row.path);
    lines.push(JSON.stringify({ path: key.path(row.path), ...(content && { content }), program: isProgram(row) }));
  }
  const header: VotesHeader = {
    format: votesFormat,
    formatVersion: votesFormatVersion,
    key: key.check,
    ...voter.edition,
    device: voter.marks.map((mark) => key.device(mark)).sort(byText),
    examined: voter.at,
    files: lines.length,
  };
  return [JSON.stringify(header), ...lines.sort(byText), ''].join('\n');
}

/** What tokens of paths and of folders stand for, as far as one case can tell. */
export async function pathsOf(
  casePath: string,
  key: FleetKey,
  tokens: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const paths = new Map<string, string>();
  for await (const { path } of queryFiles(casePath, live)) {
    if (path === undefined) continue;
    const names = path.split('/');
    const parts = key.path(path).split('/');
    for (let n = 2; n <= parts.length; n++) {
      const token = parts.slice(0, n).join('/');
      if (tokens.has(token)) paths.set(token, names.slice(0, n).join('/'));
    }
  }
  return paths;
}
