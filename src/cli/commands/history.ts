import { resolve } from 'node:path';
import type { FileVersion } from '../../index.ts';
import { caseArgument, evidenceFlag } from '../case-argument.ts';
import type { CliContext } from '../context.ts';
import { text } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { command } from '../stricli.ts';
import { type Paint, painter } from '../style.ts';
import { printable, printableJson } from '../terminal.ts';

interface Flags extends Record<string, unknown> {
  evidence?: readonly string[];
  json?: boolean;
}

export const history = command<Flags, [string, string]>({
  help: {
    brief: 'Show every version of one file, and what changed between them',
    full: `Shows what stood under a path, whatever its inode, or what an inode held, whatever its
name: live, superseded and deleted versions, oldest first, each with its times, the
journal transaction that told of it, its hash, and how much of its content is left.
Between two versions whose content is text, the lines that went and came are shown;
they are made from the evidence, which must still be where it was.`,
    examples: [
      {
        line: 'afterimage history case-17 /home/webserver/htdocs/dana-na/auth/login.cgi',
        does: 'Every version of that path.',
      },
      { line: 'afterimage history case-17 inode:4711 --json', does: 'By inode, for a program.' },
      {
        line: 'afterimage recover case-17 /home/webserver/htdocs/dana-na/auth/login.cgi -o login.zip',
        does: 'All of these versions as files, in an encrypted zip.',
      },
    ],
    exits: { 0: 'shown', ...failureExits },
  },
  flags: {
    evidence: evidenceFlag,
    json: { kind: 'boolean', optional: true, withNegated: false, brief: 'Print one JSON document' },
  } as never,
  positional: {
    kind: 'tuple',
    parameters: [caseArgument, { parse: text, brief: 'Path on the device, or inode:N', placeholder: 'what' }],
  },
  async run(context: CliContext, flags, casePath, what) {
    const { history } = await library();
    const versions = await history({
      casePath: resolve(context.cwd, casePath),
      what,
      ...(flags.evidence && { evidence: flags.evidence.map((e) => resolve(context.cwd, e)) }),
    });
    const paint = painter(context.stdout.color);
    const shown = flags.json
      ? [printableJson(versions, 2)]
      : versions.flatMap((v, i) => [...(i > 0 ? [''] : []), ...told(v, paint)]);
    context.stdout.write(`${shown.join('\n')}\n`);
    return undefined;
  },
});

function told({ row, difference, without }: FileVersion, paint: Paint): string[] {
  const of = row.version_transaction === undefined ? '' : `, as of transaction ${row.version_transaction}`;
  const lines = [
    paint('bold', `${row.allocation}${of}: ${printable(row.path ?? `inode ${row.inode}`)}`),
    `  inode ${row.inode}, ${row.size} bytes, content ${row.content}${row.system ? `, ${row.system} system` : ''}, ${printable(row.layers)}`,
    `  born ${row.born ?? '-'}  changed ${row.changed ?? '-'}  modified ${row.modified ?? '-'}`,
  ];
  if (row.deleted !== undefined) lines.push(`  deleted ${row.deleted}`);
  if (row.version_committed !== undefined) lines.push(`  committed ${row.version_committed}`);
  if (row.sha256 !== undefined) lines.push(`  SHA-256 ${row.sha256}`);
  for (const note of row.notes === undefined ? [] : (JSON.parse(row.notes) as string[]))
    lines.push(`  ${printable(note)}`);
  if (without !== undefined) lines.push(`  to the version before: ${without}`);
  if (difference) {
    lines.push(`  to the version before: ${difference.removed} lines went, ${difference.added} came`);
    for (const line of difference.text.split('\n')) {
      const look = line.startsWith('+') ? 'green' : line.startsWith('-') ? 'red' : undefined;
      lines.push(`    ${look ? paint(look, printable(line)) : printable(line)}`);
    }
  }
  return lines;
}
