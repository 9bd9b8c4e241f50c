import { resolve } from 'node:path';
import type { EditionVote, FleetVote, OddFile } from '../../index.ts';
import { severities } from '../../model/index.ts';
import { caseArgument } from '../case-argument.ts';
import type { CliContext } from '../context.ts';
import { createFile } from '../create-file.ts';
import { exitStatus } from '../exit-status.ts';
import { remark } from '../failure.ts';
import { path } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { type FormatFlags, formatFlags, formatOf, type Listing, writeRows } from '../rows.ts';
import { command, commands } from '../stricli.ts';
import { printable } from '../terminal.ts';

const keyFlag = {
  kind: 'parsed',
  parse: path,
  brief: 'File with the key that all owners share, 32 random bytes or more',
  placeholder: 'file',
} as const;

const listing: Listing<OddFile> = {
  columns: [
    { title: 'SEVERITY', value: (f) => f.severity, look: (f) => (f.severity === 'medium' ? 'yellow' : undefined) },
    { title: 'DEVICE', value: (f) => f.device },
    { title: 'KIND', value: (f) => f.kind },
    { title: 'AGAINST', value: (f) => `${f.majority} of ${f.of}`, align: 'right' },
    { title: 'PATH', value: (f) => f.path, flexible: true },
  ],
  fields: [
    ['device', (f) => f.device],
    ['path', (f) => f.path],
    ['kind', (f) => f.kind],
    ['content', (f) => f.content],
    ['majority', (f) => f.majority],
    ['of', (f) => f.of],
    ['shared', (f) => f.shared],
    ['severity', (f) => f.severity],
    ['confidence', (f) => f.confidence],
    ['says', (f) => f.says],
  ],
};

interface CompareFlags extends FormatFlags, Record<string, unknown> {
  fleetKey?: string;
  output?: string;
}

const compare = command<CompareFlags, string[]>({
  help: {
    brief: 'Let many devices vote on what their files should be, and name the odd one out',
    full: `Compares the live files of devices of one product, version and build: on each path the
majority says what belongs there. The odd one out is named even when every manifest on it was
rewritten. Host keys, logs and whatever else differs everywhere are learned from the fleet and
left out. The same device twice counts once; fewer than three devices, a tie or two camps
decide nothing, and that is said.

Takes cases, folders of cases, and votes that other owners wrote with "afterimage fleet share".
With votes, cases need the same key. A lone file is a reason to look, not a proof.`,
    examples: [
      { line: 'afterimage fleet compare cases/', does: 'All cases in a folder.' },
      {
        line: 'afterimage fleet compare case-1 case-2 case-3 -o vote.json --csv',
        does: 'A list, and the whole result.',
      },
      {
        line: 'afterimage fleet compare mine/ theirs.jsonl --fleet-key fleet.key',
        does: 'With votes of others; paths of your own cases are shown in clear.',
      },
    ],
    exits: {
      0: 'no program stands alone, in what could be compared',
      1: 'a program of at least one device stands alone against the others',
      2: 'nothing stands alone, but some devices could not vote or were too few',
      ...failureExits,
    },
  },
  flags: {
    fleetKey: { ...keyFlag, optional: true },
    output: {
      kind: 'parsed',
      parse: path,
      optional: true,
      brief: 'File to create with the whole result as JSON',
      placeholder: 'file',
    },
    ...formatFlags,
  } as never,
  aliases: { o: 'output' },
  positional: {
    kind: 'array',
    minimum: 1,
    parameter: { parse: path, brief: 'Case, folder of cases, or votes file', placeholder: 'case|votes' },
  },
  async run(context: CliContext, flags, ...given) {
    const format = formatOf(flags);
    const { compareFleet, FleetKey } = await library();
    const key = flags.fleetKey === undefined ? undefined : await FleetKey.read(resolve(context.cwd, flags.fleetKey));
    const vote = await compareFleet(
      given.map((p) => resolve(context.cwd, p)),
      key,
    );
    if (flags.output !== undefined)
      await createFile(resolve(context.cwd, flags.output), `${JSON.stringify(vote, null, 2)}\n`);
    for (const { device, because } of vote.withoutVote) remark(context, `${device} does not vote: ${because}`);
    for (const { device, counts } of vote.twice) remark(context, `${device} is the device of ${counts}, which counts.`);
    await writeRows(
      context,
      vote.editions.flatMap((e) => e.odd),
      listing,
      format,
    );
    if (format === 'table') tell(context, vote);
    return statusOf(vote);
  },
});

function tell({ stdout }: CliContext, vote: FleetVote): void {
  const listed = vote.editions.some((e) => e.odd.length > 0);
  const lines = vote.editions.map((e) => `- ${said(e)}`);
  const limits = vote.limits.map((limit) => `- ${limit}`);
  const all = [...(listed ? [''] : []), 'Voted', ...lines, 'Limits', ...limits, vote.statement];
  stdout.write(`${all.map(printable).join('\n')}\n`);
}

function said({ edition, voters, cannotSay, paths }: EditionVote): string {
  const name = [edition.product, edition.version, ...(edition.build ? [`build ${edition.build}`] : [])].join(' ');
  if (cannotSay !== undefined) return `${name}: cannot say. ${cannotSay}`;
  const whole = voters.filter((v) => v.reading === 'as a whole').map((v) => v.device);
  const other = whole.length > 0 ? `; differing as a whole: ${whole.join(', ')}` : '';
  return `${name}: ${voters.length} devices; ${paths.agreed} paths agreed, ${paths.odd} with an odd one${other}`;
}

function statusOf(vote: FleetVote): number {
  const weighty = vote.editions.some((e) =>
    e.odd.some((f) => severities.indexOf(f.severity) >= severities.indexOf('medium')),
  );
  if (weighty) return exitStatus.findings;
  const thin =
    vote.withoutVote.length > 0 || vote.editions.length === 0 || vote.editions.some((e) => e.cannotSay !== undefined);
  return thin ? exitStatus.tooThin : exitStatus.nothingFound;
}

interface ShareFlags extends Record<string, unknown> {
  fleetKey: string;
  output: string;
}

const share = command<ShareFlags, [string]>({
  help: {
    brief: 'Write the votes of one case under a key, to be compared with those of others',
    full: `Writes a token for each live file of the running system: HMAC-SHA-256 of its content and path
under a key that the owners share. No path, hash or name of the device is in it; product,
version and build are. Whoever has no key can compare votes and learn only which agree;
whoever has it can also test for files that they know. The check value that is printed must
be the same for all owners.`,
    examples: [
      { line: 'head -c 32 /dev/urandom | base64 > fleet.key', does: 'Once, for all owners; hand it on in secret.' },
      {
        line: 'afterimage fleet share case-17 --fleet-key fleet.key -o votes-17.jsonl',
        does: 'Each owner, for each case.',
      },
    ],
    exits: { 0: 'written', ...failureExits },
  },
  flags: {
    fleetKey: keyFlag,
    output: { kind: 'parsed', parse: path, brief: 'File to create', placeholder: 'file' },
  } as never,
  aliases: { o: 'output' },
  positional: { kind: 'tuple', parameters: [caseArgument] },
  async run(context: CliContext, flags, casePath) {
    const { FleetKey, openVoter, shareVotes } = await library();
    const key = await FleetKey.read(resolve(context.cwd, flags.fleetKey));
    const folder = resolve(context.cwd, casePath);
    const voter = await openVoter(folder);
    const votes = await shareVotes(voter, folder, key);
    await createFile(resolve(context.cwd, flags.output), votes);
    const lines = votes.split('\n').length - 2;
    context.stdout.write(`${lines} files of ${printable(voter.name)}, under the key with check value ${key.check}\n`);
    return undefined;
  },
});

export const fleet = commands('Many devices as their own golden image', { compare, share });
