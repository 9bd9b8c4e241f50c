import { readManifest, type SignatureCheck } from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { type CaseFolder, type DraftFinding, type FileRow, factsOf } from '../case/index.ts';
import { claimOf } from '../detectors/index.ts';
import { byText, type Difference, type Host } from '../model/index.ts';

/** The files of the integrity checker, by name: `manifest`, `manifest.1`, `manifest.2`, `exclusion_list`. */
export interface ManifestFiles {
  systems: string[];
  live(name: string): FileRow[];
  /** Versions that the journal or a deleted inode still has. */
  earlier(name: string): FileRow[];
}

/** Lines that differ between two manifests of one system before it is an upgrade, and lines that are shown. */
const UPGRADE = 40;
const SHOWN = 100;
/** Seconds: how much younger than the programs around it, and what happens together. */
const LATER = 14 * 86_400;
const TOGETHER = 600;
/** Programs changed together from which on it was an upgrade or a hotfix. */
const SEVERAL = 8;

type Opener = (row: FileRow) => Promise<ByteSource | undefined>;

/** What is odd about the manifest itself: its signature, its key, what it was before, when it was written. */
export async function manifestClaims(
  files: ManifestFiles,
  checks: ReadonlyMap<string, SignatureCheck>,
  host: Host,
  open: Opener,
  folder: CaseFolder,
  version: string,
): Promise<DraftFinding[]> {
  return [
    ...signatureClaims(files, checks, version),
    ...keyClaims(files, host, version),
    ...(await rewrittenClaims(files, open, version)),
    ...(await lateClaims(files, folder, version)),
  ];
}

const draft = (row: FileRow, claim: DraftFinding['claim'], others: FileRow[] = []): DraftFinding => {
  const facts = factsOf(row);
  return {
    claim,
    facts,
    ...(row.sha256 !== undefined && { hashes: { sha256: row.sha256 } }),
    locators: [facts.locator, ...others.map((r) => factsOf(r).locator)],
  };
};

const systemOf = (row: FileRow): string => row.system ?? 'unknown';

function* signatureClaims(
  files: ManifestFiles,
  checks: ReadonlyMap<string, SignatureCheck>,
  version: string,
): Generator<DraftFinding> {
  const wrong = [...checks].filter(([, c]) => c.says === 'does-not-fit');
  // Where no system's signature fits, it is we who do not know how this version signs.
  if (wrong.length > 1 && wrong.length === checks.size) return;
  for (const [system] of wrong) {
    const part = (name: string): FileRow => files.live(name).find((r) => systemOf(r) === system)!;
    const others = [...checks].filter(([, c]) => c.says === 'fits').map(([s]) => s);
    yield draft(
      part('manifest'),
      claimOf('manifest-signature', version, {
        about: 'tampering',
        techniques: ['T1562.001', 'T1565.001'],
        severity: 'high',
        confidence: others.length > 0 ? 'high' : 'medium',
        title: "The manifest's signature does not fit it",
        explanation: `The signature in manifest.1 (RSA, SHA-512) does not verify over the manifest with the key in manifest.2 beside it, so at least one of the three is not what was signed. ${others.length > 0 ? `On the ${others.join(' and ')} system of the same device it does. ` : ''}Innocent causes that remain: an update that was broken off${others.length > 0 ? '' : ', or a form of signature that we do not know (no other system of this device could be compared)'}.`,
      }),
      [part('manifest.1'), part('manifest.2')],
    );
  }
}

/** The key beside the manifest, compared between systems: whoever signs a list of their own has to replace it. */
export function* keyClaims(files: ManifestFiles, host: Host, version: string): Generator<DraftFinding> {
  const keys = files.live('manifest.2').filter((r) => r.sha256 !== undefined);
  const versionOf = (row: FileRow): string | undefined => host.systems.find((s) => s.role === systemOf(row))?.version;
  const current = keys.find((r) => r.system === 'current');
  const others = keys.filter((r) => r !== current && r.sha256 !== current?.sha256);
  if (!current || others.length === 0 || keys.length - others.length > 1) return;
  const twin = others.find((r) => versionOf(r) !== undefined && versionOf(r) === versionOf(current));
  const names = others.map((r) => `${systemOf(r)}${versionOf(r) ? ` (${versionOf(r)})` : ''}`).join(' and ');
  yield draft(
    current,
    claimOf('manifest-key', version, {
      about: twin ? 'tampering' : 'lead',
      techniques: ['T1562.001', 'T1553'],
      severity: twin ? 'high' : 'low',
      confidence: twin ? 'medium' : 'low',
      title: "The manifest's key is another one than that of the other systems",
      explanation: `manifest.2 of the current system${versionOf(current) ? ` (${versionOf(current)})` : ''} differs from that of the ${names} system. ${twin ? 'Both are of one version. ' : 'Whether the vendor uses another key for each version is not publicly known. '}A manifest that was signed anew needs a key of its own. Innocent cause that remains: the vendor changed the key${twin ? ' within one version' : ' between these versions'}.`,
    }),
    others,
  );
}

async function rewrittenClaims(files: ManifestFiles, open: Opener, version: string): Promise<DraftFinding[]> {
  const found: DraftFinding[] = [];
  for (const live of files.live('manifest')) {
    const now = await linesOf(live, open);
    if (now.size === 0) continue;
    const told = new Set([live.sha256]);
    for (const row of files
      .earlier('manifest')
      .filter((r) => systemOf(r) === systemOf(live))
      .sort(latestFirst)) {
      if (told.has(row.sha256)) continue;
      told.add(row.sha256);
      const then = await linesOf(row, open);
      const changes = differences(then, now);
      // A list that was being written, or that of another version.
      if (changes.length === 0 || changes.length > UPGRADE || then.size < now.size / 2) continue;
      const keys = files.earlier('manifest.2').filter((r) => systemOf(r) === systemOf(live));
      const key = files.live('manifest.2').find((r) => systemOf(r) === systemOf(live));
      const newKey = keys.some((k) => key?.sha256 !== undefined && k.sha256 !== key.sha256);
      found.push(
        draft(
          row,
          {
            ...claimOf('manifest-rewritten', version, {
              about: 'tampering',
              state: 'edited',
              techniques: ['T1562.001', 'T1565.001'],
              severity: 'high',
              confidence: 'high',
              title: `The manifest was rewritten: ${changes.length} ${changes.length === 1 ? 'line differs' : 'lines differ'} from an earlier version`,
              explanation: `An earlier version of the manifest, known from the journal, differs from the present one in ${changes
                .slice(0, 5)
                .map((c) => c.path)
                .join(
                  ', ',
                )}${changes.length > 5 ? ` and ${changes.length - 5} more` : ''}. ${newKey ? 'The key beside it was replaced as well, so that a signature of somebody else fits. ' : ''}The vendor lays down a manifest with an upgrade, as a whole and on the other system. Innocent cause that remains: a hotfix of support for just these files.`,
              difference: textOf(changes),
            }),
          },
          [live, ...keys.slice(0, 2)],
        ),
      );
      break;
    }
  }
  return found;
}

const latestFirst = (a: FileRow, b: FileRow): number =>
  (b.version_transaction ?? 0) - (a.version_transaction ?? 0) || byText(b.changed ?? '', a.changed ?? '');

async function linesOf(row: FileRow, open: Opener): Promise<Map<string, string>> {
  const source = await open(row);
  return new Map(source ? readManifest(source).lines.map((l) => [l.path, l.sha256]) : []);
}

interface Change {
  path: string;
  was?: string;
  is?: string;
}

function differences(then: Map<string, string>, now: Map<string, string>): Change[] {
  const found: Change[] = [];
  for (const [path, was] of then) {
    const is = now.get(path);
    if (is !== was) found.push({ path, was, ...(is !== undefined && { is }) });
  }
  for (const [path, is] of now) if (!then.has(path)) found.push({ path, is });
  return found.sort((a, b) => byText(a.path, b.path));
}

function textOf(changes: Change[]): Difference {
  const lines = changes
    .slice(0, SHOWN)
    .flatMap(({ path, was, is }) => [
      ...(was === undefined ? [] : [`-${path} ${was}`]),
      ...(is === undefined ? [] : [`+${path} ${is}`]),
    ]);
  if (changes.length > SHOWN) lines.push(`(${changes.length - SHOWN} more)`);
  return {
    added: changes.filter((c) => c.is !== undefined).length,
    removed: changes.filter((c) => c.was !== undefined).length,
    text: lines.join('\n'),
  };
}

/** Written long after the programs that it lists, and not together with several of them. */
async function lateClaims(files: ManifestFiles, folder: CaseFolder, version: string): Promise<DraftFinding[]> {
  const suspects = ['manifest', 'manifest.1', 'manifest.2', 'exclusion_list'].flatMap((name) => files.live(name));
  if (suspects.length === 0) return [];
  const times = new Map<string, number[]>();
  for await (const row of folder.rows()) {
    if (row.allocation !== 'allocated' || row.kind !== 'file' || row.changed === undefined) continue;
    // A collected copy has the collector's times.
    if (row.layers === 'directory') continue;
    if (row.inode === undefined || row.path === undefined || !/^\/home\/(?:bin|lib|perl|webserver)\//.test(row.path))
      continue;
    const list = times.get(systemOf(row)) ?? [];
    if (list.length < 1_000_000) list.push(Date.parse(row.changed) / 1000);
    times.set(systemOf(row), list);
  }
  const found: DraftFinding[] = [];
  for (const row of suspects) {
    const list = times.get(systemOf(row))?.sort((a, b) => a - b) ?? [];
    const at = Date.parse(row.changed ?? '') / 1000;
    const middle = list[list.length >> 1];
    if (middle === undefined || list.length < SEVERAL * 2 || !(at - middle > LATER)) continue;
    const together = list.filter((t) => Math.abs(t - at) <= TOGETHER).length;
    if (together >= SEVERAL) continue;
    found.push(
      draft(
        row,
        claimOf('manifest-late', version, {
          about: 'tampering',
          techniques: ['T1562.001'],
          severity: 'medium',
          confidence: 'low',
          title: `${row.path!.slice(row.path!.lastIndexOf('/') + 1)} of the integrity checker was written long after the programs it is about`,
          explanation: `Its inode was changed at ${row.changed}; the middle one of the ${list.length} programs of this system at ${new Date(middle * 1000).toISOString()}. Within ten minutes of it ${together === 0 ? 'no program was' : together === 1 ? '1 program was' : `${together} programs were`} changed; an upgrade or a hotfix changes at least ${SEVERAL}. Innocent cause that remains: a hotfix that touches a few files only.`,
        }),
      ),
    );
  }
  return found;
}
