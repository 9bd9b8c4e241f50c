import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readOwners } from '../../artifacts/index.ts';
import { type Fleet, type ReadGateway, type Refused, readFleet } from '../../case/index.ts';
import {
  loadKnowledge,
  readBaseRates,
  readIndicatorFiles,
  readPriorities,
  shippedPriorities,
} from '../../detectors/index.ts';
import { AfterimageError, type Campaign, type GatewayFacts } from '../../model/index.ts';
import { analyseCampaign } from './analyse.ts';
import { campaignKnowledge } from './knowledge.ts';
import { ownersFrom } from './owners.ts';

export interface CampaignRequest {
  /** Case folders, and folders of them. */
  cases: readonly string[];
  /** Lists of owners, CSV. */
  owners?: readonly string[];
  /** STIX bundles and MISP events of who used what, beside our own. */
  knowledge?: readonly string[];
  /** A list of priorities other than ours, and the base rates of its categories. */
  priorities?: string;
  baseRates?: string;
  /** For the permutations, and how many. */
  seed?: number;
  permutations?: number;
  /** Goes on without the cases that cannot be relied on. */
  withoutRefused?: boolean;
  onCase?: (done: number, of: number) => void;
  signal?: AbortSignal;
}

/**
 * The picture over finished cases.
 * @throws AfterimageError `no-input`, `bad-content`; `stated-hash` or `unavailable` when a case was changed since its
 * examination or cannot be used, naming each
 */
export async function campaignFrom(request: CampaignRequest): Promise<Campaign> {
  const priorities = request.priorities === undefined ? shippedPriorities() : readPriorities(request.priorities);
  const baseRates = request.baseRates === undefined ? undefined : readBaseRates(request.baseRates, priorities);
  const rows = (request.owners ?? []).flatMap((path) => readOwners(basename(path), textOf(path)));
  const knowledge = campaignKnowledge(loadKnowledge(readIndicatorFiles(request.knowledge ?? [])));
  const fleet = await readFleet(request.cases, request);
  if (fleet.refused.length > 0 && !request.withoutRefused) throw refusal(fleet.refused);
  const ownerOf = ownersFrom(rows);
  const gateways = fleet.gateways.map((gateway): GatewayFacts => {
    const { owner: _, ...facts } = gateway.facts;
    return { ...facts, ...ownerOf(gateway) };
  });
  const { seed, permutations } = request;
  const campaign = analyseCampaign(gateways, knowledge, {
    priorities,
    ...(baseRates && { baseRates }),
    ...(seed !== undefined && { seed }),
    ...(permutations !== undefined && { permutations }),
  });
  return { ...campaign, notes: [...campaign.notes, ...olderCases(fleet.gateways), ...leftOut(fleet)] };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AfterimageError('no-input', `Cannot read the owners in ${path}: it does not exist or cannot be read.`, {
      cause,
    });
  }
}

/** Refused cases named in one message. */
const SAID = 5;

function refusal(refused: readonly Refused[]): AfterimageError {
  const changed = refused.find((r) => r.code === 'stated-hash');
  const more = refused.length > SAID ? ` And ${refused.length - SAID} more.` : '';
  return new AfterimageError(
    (changed ?? refused[0]!).code,
    `${refused
      .slice(0, SAID)
      .map((r) => r.because)
      .join(' ')}${more} To go on without: --without-refused.`,
  );
}

const leftOut = ({ refused }: Fleet): string[] =>
  refused.map(
    (r) =>
      `The case "${basename(r.path)}" was left out: ${r.code === 'stated-hash' ? 'it was changed after its examination' : 'it could not be read as a finished case'}.`,
  );

/** Cases of versions that did not write what is compared now; each kind of lack in one sentence. */
function olderCases(gateways: readonly ReadGateway[]): string[] {
  const lacking = (what: ReadGateway['lacks'][number]): number => gateways.filter((g) => g.lacks.includes(what)).length;
  const of = (n: number): string => `${n} of ${gateways.length} ${gateways.length === 1 ? 'case' : 'cases'}`;
  const [assessment, life, likeness] = [lacking('assessment'), lacking('life'), lacking('likeness')];
  return [
    ...(assessment > 0
      ? [`${of(assessment)} were made by a version that did not assess: when software was installed is not known.`]
      : []),
    ...(life > 0
      ? [
          `${of(life)} do not say when the device started or who administers it: such causes of removals cannot be excluded there.`,
        ]
      : []),
    ...(likeness > 0
      ? [`${of(likeness)} have no sketches of what was found: there only equal hashes tie code together, not likeness.`]
      : []),
  ];
}
