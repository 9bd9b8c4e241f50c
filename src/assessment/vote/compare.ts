import {
  Ballots,
  type Candidate,
  eachDeviceOnce,
  editionName,
  type Held,
  MOST_ODD_PATHS,
  type VotingDevice,
} from '../../case/index.ts';
import {
  byText,
  type Edition,
  type EditionVote,
  type FleetVote,
  type OddFile,
  severities,
  type Voter,
} from '../../model/index.ts';
import { type OddPath, oddFiles, WHOLE } from './judge.ts';
import { OwnFolders } from './own-folders.ts';
import { LEAST_VOTERS, voteOn } from './path.ts';

/** Most odd files listed for one edition. */
export const MOST_ODD = 5000;

/**
 * A fleet as its own golden image: devices of one product, version and build vote on every path, and the odd one out is
 * named, whatever its own manifests say.
 * @param without what was handed over and could not vote
 * @throws AfterimageError `io` when ballots cannot be read
 */
export async function voteOfFleet(
  candidates: readonly Candidate[],
  without: readonly { device: string; because: string }[],
  options: { threads?: number; memory?: number } = {},
): Promise<FleetVote> {
  const { voters, twice } = eachDeviceOnce(candidates);
  const names = [...new Set(voters.map((v) => editionName(v.edition)))].sort(byText);
  const devices: VotingDevice[] = voters.map(({ name, file, kind, edition, system }) => ({
    name,
    file,
    kind,
    edition: names.indexOf(editionName(edition)),
    ...(system && { system }),
  }));
  const editions: EditionVote[] = [];
  const many = names.some((_, i) => devices.filter((d) => d.edition === i).length >= LEAST_VOTERS);
  const ballots = many ? await Ballots.open(devices, options) : undefined;
  try {
    for (const [i, name] of names.entries()) {
      const edition = voters.find((v) => editionName(v.edition) === name)!.edition;
      editions.push(await voteOfEdition(edition, i, devices, ballots));
    }
  } finally {
    await ballots?.close();
  }
  return {
    statement: statementOf(editions, voters.length),
    editions,
    twice,
    withoutVote: [...without].sort((a, b) => byText(a.device, b.device)),
    limits: limitsOf(editions),
  };
}

async function voteOfEdition(
  edition: Edition,
  place: number,
  devices: readonly VotingDevice[],
  ballots: Ballots | undefined,
): Promise<EditionVote> {
  const own = devices.filter((d) => d.edition === place);
  const paths = { agreed: 0, odd: 0, divided: 0, individual: 0, tooFewRead: 0 };
  const result: EditionVote = { edition, voters: [], paths, own: [], notJudged: 0, odd: [], leftOut: 0 };
  const voters = own.length;
  if (voters < LEAST_VOTERS || !ballots) {
    result.voters = own.map((d): Voter => ({ device: d.name, odd: 0, reading: 'with the others' }));
    result.cannotSay = `${voters} of its devices voted, expected at least ${LEAST_VOTERS}: where two differ, either may be the odd one.`;
    return result;
  }
  const folders = new OwnFolders(await ballots.sharedFolders(place, voters), voters);
  paths.agreed = await ballots.agreed(place, voters);
  const odd = new Map<string, OddPath>();
  const added: OddPath[] = [];
  let beyond = 0;
  for await (const count of ballots.disputed(place, voters)) {
    const verdict = voteOn({ ...count, voters });
    if (verdict.outcome === 'agreed') paths.agreed++;
    else if (verdict.outcome === 'too-few') paths.tooFewRead++;
    else if (verdict.outcome !== 'odd') paths[verdict.outcome]++;
    else if (verdict.absent) {
      folders.add(count.path, count.one);
      added.push({ count, verdict });
    } else if (odd.size < MOST_ODD_PATHS) odd.set(count.path, { count, verdict });
    else beyond++;
  }
  for (const one of added)
    if (folders.covers(one.count.path)) result.notJudged++;
    else if (odd.size < MOST_ODD_PATHS) odd.set(one.count.path, one);
    else beyond++;
  paths.odd = odd.size + beyond;
  result.own = folders.list();
  const asked = [...odd].map(([path, { count, verdict }]) => ({
    path,
    ...(!verdict.absent && { content: count.top }),
  }));
  const held: Held[] = [];
  for await (const h of ballots.holders(place, asked)) held.push(h);
  const files = oddFiles(held, odd, (i) => devices[i]!.name).sort(byWeight);
  result.odd = files.slice(0, MOST_ODD);
  // Everybody who stands against a majority is an odd file of one device.
  const all = [...odd.values()].reduce((n, { verdict }) => n + verdict.of - verdict.majority, 0);
  result.leftOut = Math.max(0, all - result.odd.length) + beyond;
  result.voters = votersOf(own, files);
  return result;
}

function votersOf(devices: readonly VotingDevice[], files: readonly OddFile[]): Voter[] {
  const odd = new Map<string, { all: number; programs: number }>();
  for (const { device, severity } of files) {
    const { all, programs } = odd.get(device) ?? { all: 0, programs: 0 };
    odd.set(device, { all: all + 1, programs: programs + (severity === 'informational' ? 0 : 1) });
  }
  return devices.map(({ name }): Voter => {
    const { all, programs } = odd.get(name) ?? { all: 0, programs: 0 };
    return {
      device: name,
      odd: all,
      reading: all === 0 ? 'with the others' : programs >= WHOLE ? 'as a whole' : 'single files',
    };
  });
}

const byWeight = (a: OddFile, b: OddFile): number =>
  severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
  byText(a.device, b.device) ||
  byText(a.path, b.path);

const weighty = ({ severity }: OddFile): boolean => severities.indexOf(severity) >= severities.indexOf('medium');

function statementOf(editions: readonly EditionVote[], voters: number): string {
  const voted = editions.filter((e) => e.cannotSay === undefined);
  if (voted.length === 0)
    return `Nothing can be said: ${voters} ${voters === 1 ? 'device' : 'devices'}, and no ${LEAST_VOTERS} of one product, version and build.`;
  const heard = voted.reduce((n, e) => n + e.voters.length, 0);
  const odd = voted.flatMap((e) => e.odd.filter(weighty));
  const devices = new Set(odd.map((f) => f.device));
  const silent = voters - heard;
  const rest = silent > 0 ? ` Of ${silent} more nothing can be said: too few are of their version.` : '';
  if (odd.length === 0)
    return `${heard} devices voted; no program of any stands alone against the others, in what was compared.${rest}`;
  return `${heard} devices voted; on ${devices.size} of them ${odd.length === 1 ? 'one program stands' : `${odd.length} programs stand`} alone against the others.${rest}`;
}

function limitsOf(editions: readonly EditionVote[]): string[] {
  const voted = editions.filter((e) => e.cannotSay === undefined);
  const sum = (of: (e: EditionVote) => number): number => voted.reduce((n, e) => n + of(e), 0);
  return [
    'What most devices have in common passes for right: where most are altered alike, the few that are not look odd.',
    'Only live files of the running system voted: deleted files, memory and other systems on the disk did not.',
    ...one(
      sum((e) => e.notJudged),
      (n) => `${n} files stand in folders where devices have files of their own, and were not judged.`,
    ),
    ...one(
      sum((e) => e.paths.individual),
      (n) => `${n} paths differ on so many devices that no content is the usual one.`,
    ),
    ...one(
      sum((e) => e.paths.divided),
      (n) => `${n} paths have two or more camps or a tie, and were not decided.`,
    ),
    ...one(
      sum((e) => e.paths.tooFewRead),
      (n) => `${n} paths could be read on too few devices.`,
    ),
    ...one(
      sum((e) => e.leftOut),
      (n) => `${n} more odd files are not listed.`,
    ),
  ];
}

const one = (n: number, say: (n: number) => string): string[] => (n > 0 ? [say(n)] : []);
