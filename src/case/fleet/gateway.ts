import type { Assessment, Coverage, DeviceMarks, GatewayFacts, Ownership, Verdict } from '../../model/index.ts';
import { openCase } from '../open-case.ts';
import type { CheckedFiles } from './checked-file.ts';
import { sightingsOf } from './sightings.ts';

/** The facts of one case, and what a list of owners recognises its device by. */
export interface ReadGateway {
  facts: GatewayFacts;
  marks: DeviceMarks;
  /** What an older case does not have, one word each. */
  lacks: ('assessment' | 'likeness' | 'life')[];
}

/**
 * Reads one finished case.
 * @throws AfterimageError as `openCase`, and `stated-hash` naming the case and the file that was changed
 */
export async function readGateway(folder: string, files: CheckedFiles): Promise<ReadGateway> {
  const opened = await openCase(folder);
  const { file, path } = opened;
  const verdict = await files.json<Verdict>(opened, 'verdict.json');
  const coverage = await files.json<Coverage[]>(opened, 'coverage.json');
  const assessment =
    'assessment.json' in file.files ? await files.json<Partial<Assessment>>(opened, 'assessment.json') : undefined;
  const { sightings, leftOut } = sightingsOf(await files.bytes(opened, 'findings.jsonl'), `${path}/findings.jsonl`);
  const evidence = file.evidence.flatMap((e) => (e.role === 'witness' ? [] : [e.id]));
  const { host } = file;
  const { ownership } = assessment ?? {};
  const owner = ownerOf(ownership);
  const facts: GatewayFacts = {
    id: file.id,
    name: file.name,
    path,
    device: evidence,
    ...(host && { product: host.title }),
    ...(host?.version !== undefined && { version: host.version }),
    conclusion: verdict.conclusion,
    ...(owner && { owner }),
    ...watched(coverage),
    administrators: assessment?.life?.administrators ?? [],
    changes: changesOf(assessment),
    ...logged(coverage),
    sightings,
    leftOut,
  };
  return {
    facts,
    marks: {
      case: [file.name, file.id],
      host: [...(host?.name === undefined ? [] : [host.name]), ...(ownership?.marks?.host ?? [])],
      evidence,
      address: ownership?.marks?.address ?? [],
      serial: ownership?.marks?.serial ?? [],
    },
    lacks: [
      ...(assessment ? [] : (['assessment'] as const)),
      ...(assessment?.life ? [] : (['life'] as const)),
      ...(sightings.some((s) => s.sketch !== undefined) || sightings.length === 0 ? [] : (['likeness'] as const)),
    ],
  };
}

/** Whose the device is by its own case: what was stated when it was examined, or the one candidate it supports. */
export function ownerOf(ownership: Partial<Ownership> | undefined): GatewayFacts['owner'] {
  if (ownership?.stated) {
    const { by: _, ...stated } = ownership.stated;
    return { ...stated, basis: 'supplied', confidence: 'high' };
  }
  const { leading, candidates = [], confidence = 'low' } = ownership ?? {};
  if (leading === undefined) return undefined;
  const country = candidates.find((c) => c.name === leading)?.countries.find((c) => /^[A-Z]{2}$/.test(c));
  return { organisation: leading, ...(country !== undefined && { country }), basis: 'case', confidence };
}

/** From when every journal tells of removals, and when the evidence ends. */
function watched(coverage: readonly Coverage[]): Pick<GatewayFacts, 'seenFrom' | 'seenUntil'> {
  const spans = coverage.flatMap((c) => c.spans ?? []);
  const from = spans.flatMap((s) => (s.log.startsWith('journal of ') && s.from ? [s.from] : [])).sort();
  const until = spans.flatMap((s) => s.to ?? []).sort();
  return { ...(from.length > 0 && { seenFrom: from.at(-1)! }), ...(until.length > 0 && { seenUntil: until.at(-1)! }) };
}

/** From when any log tells of the device. */
function logged(coverage: readonly Coverage[]): Pick<GatewayFacts, 'changesFrom'> {
  const from = coverage.flatMap((c) =>
    (c.spans ?? []).flatMap((s) => ((s.records ?? 0) > 0 && s.from ? [s.from] : [])),
  );
  return from.length > 0 ? { changesFrom: from.sort()[0]! } : {};
}

/** What installations and starts the case tells of; an older one tells of installations alone. */
function changesOf(assessment: Partial<Assessment> | undefined): GatewayFacts['changes'] {
  if (assessment?.life) return assessment.life.changes;
  return (assessment?.exposure?.versions ?? []).flatMap(({ installed }) =>
    installed === undefined ? [] : [{ kind: 'upgrade' as const, at: installed }],
  );
}
