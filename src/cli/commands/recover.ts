import { resolve } from 'node:path';
import type { Recovered } from '../../index.ts';
import { caseArgument, evidenceFlag } from '../case-argument.ts';
import type { CliContext } from '../context.ts';
import { remark } from '../failure.ts';
import { path, text } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { command } from '../stricli.ts';
import { table } from '../table.ts';
import { printable, printableJson } from '../terminal.ts';

interface Flags extends Record<string, unknown> {
  output: string;
  evidence?: readonly string[];
  json?: boolean;
  rawStdout?: boolean;
}

function refuseRaw(): never {
  throw new Error(
    '--raw-stdout is refused: a recovered file may be malware, and a terminal or a pipe is no place for it. Use -o FILE.zip.',
  );
}

export const recover = command<Flags, [string, string]>({
  help: {
    brief: 'Get a file back, deleted or not, into an encrypted zip',
    full: `Cuts the content of a file out of the evidence again, checks it against the hash in the
case and writes it into a new zip, AES-encrypted with the password "infected" (the
custom of the trade: it keeps the sample from being run or eaten by a scanner). Members
are named by their SHA-256 and carry no execute bit. Nothing else is ever written out.

The file is named by its path on the device, by "inode:N", by the id of a finding or by
a SHA-256. Every version that fits is recovered, live or not.`,
    examples: [
      {
        line: 'afterimage recover case-17 /home/webserver/htdocs/dana-na/meeting/x.cgi -o x.zip',
        does: 'Every version of that path.',
      },
      { line: 'afterimage recover case-17 inode:4711 -o inode-4711.zip', does: 'By inode.' },
      {
        line: 'afterimage recover case-17 5d41402abc4b2a76 -o f.zip --evidence /mnt/disk2/gateway.img',
        does: 'What a finding is about, from evidence that has moved.',
      },
    ],
    exits: { 0: 'recovered, perhaps in part: the listing says so', ...failureExits },
  },
  flags: {
    output: { kind: 'parsed', parse: path, brief: 'Zip file to create', placeholder: 'zip' },
    evidence: evidenceFlag,
    json: { kind: 'boolean', optional: true, withNegated: false, brief: 'Print one JSON document instead of a table' },
    rawStdout: { kind: 'parsed', parse: refuseRaw, inferEmpty: true, optional: true, hidden: true, brief: 'Refused' },
  } as never,
  aliases: { o: 'output' },
  positional: {
    kind: 'tuple',
    parameters: [
      caseArgument,
      { parse: text, brief: 'Path on the device, inode:N, id of a finding or SHA-256', placeholder: 'what' },
    ],
  },
  async run(context: CliContext, flags, casePath, what) {
    const { recover } = await library();
    const recovered = await recover({
      casePath: resolve(context.cwd, casePath),
      what,
      output: resolve(context.cwd, flags.output),
      ...(flags.evidence && { evidence: flags.evidence.map((e) => resolve(context.cwd, e)) }),
    });
    context.stdout.write(`${(flags.json ? printableJson(recovered, 2) : lines(context, recovered)) as string}\n`);
    if (recovered.items.some((item) => !item.complete))
      remark(context, 'some content is not complete: its hash is that of the part that could be read.');
    return undefined;
  },
});

function lines(context: CliContext, { items, output }: Recovered): string {
  const columns = [
    { title: 'SIZE', value: (i: Recovered['items'][number]) => i.size, align: 'right' as const },
    { title: 'WHOLE', value: (i: Recovered['items'][number]) => (i.complete ? 'yes' : 'no') },
    { title: 'SHA-256', value: (i: Recovered['items'][number]) => i.sha256 },
    {
      title: 'PATH',
      value: (i: Recovered['items'][number]) => [i.path ?? i.name, i.note].filter(Boolean).join('  '),
      flexible: true,
    },
  ];
  return [...table(columns, items, context.stdout), '', `Written to ${printable(output)}, password "infected".`].join(
    '\n',
  );
}
