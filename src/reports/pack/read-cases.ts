import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { namesInEvents, openCase } from '../../case/index.ts';
import { AfterimageError } from '../../model/index.ts';
import { readInput } from '../read-input.ts';
import type { PackCase } from './subject.ts';
import type { VictimNames } from './tokens.ts';

/**
 * Opens the cases that packs are made of, and gathers every name in them.
 * @throws AfterimageError when one cannot be opened, is the same examination as another, or was changed since: what is
 * sent to an owner must be what was found
 */
export async function readPackCases(paths: readonly string[]): Promise<PackCase[]> {
  const found: PackCase[] = [];
  const seen = new Map<string, string>();
  for (const path of paths) {
    const opened = await openCase(path);
    const before = seen.get(opened.file.id);
    if (before !== undefined)
      throw new AfterimageError('usage', `Cannot make packs: ${path} and ${before} are the same case.`);
    seen.set(opened.file.id, path);
    const refuse = (warning: string): never => {
      throw new AfterimageError('stated-hash', `Cannot make packs of a case that is not as it was written: ${warning}`);
    };
    const input = await readInput(opened, refuse);
    const events = await namesInEvents(opened, refuse);
    const accounts = 'accounts.csv' in opened.file.files ? await accountsOf(opened.path) : undefined;
    const { ownership } = input.assessment ?? {};
    const { file } = opened;
    const names: VictimNames = {
      organisations: [
        ...(ownership?.stated ? [ownership.stated.organisation] : []),
        ...(ownership?.candidates ?? []).map((c) => c.name).filter((n) => !n.includes('.')),
        ...(file.custody.organisation ? [file.custody.organisation] : []),
      ],
      hosts: [
        ...(input.host.name === undefined ? [] : [input.host.name]),
        ...(ownership?.marks.host ?? []),
        ...(ownership?.candidates ?? []).flatMap((c) => [...c.domains, ...(c.name.includes('.') ? [c.name] : [])]),
        ...events.node,
        ...events.host,
        ...events.dst,
        ...events.dstname,
      ],
      addresses: [...(ownership?.marks.address ?? []), ...events.source_ip, ...events.device_ip],
      users: events.user,
      realms: [...events.realm, ...events.roles],
      cases: [file.name, basename(opened.path)],
      evidence: [
        ...input.evidence.map((e) => ({
          name: e.name,
          hashes: [e.id, ...Object.values(e.hashes.computed ?? {}), ...(e.hashes.stated ? [e.hashes.stated] : [])],
        })),
        ...file.given.map((g) => ({ name: basename(g.path), hashes: [] })),
      ],
      serials: ownership?.marks.serial ?? [],
      custody: Object.values(file.custody).filter((v) => v !== undefined),
    };
    found.push({ name: file.name, input, names, ...(accounts !== undefined && { accounts }) });
  }
  return found;
}

async function accountsOf(folder: string): Promise<string> {
  const path = join(folder, 'accounts.csv');
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new AfterimageError('io', `Cannot read ${path}: ${(cause as Error).message}.`, { cause });
  }
}
