import { resolve } from 'node:path';
import type { SystemRole } from '../../model/index.ts';
import type { CliContext } from '../context.ts';
import { remark } from '../failure.ts';
import { path, text } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { command, commands } from '../stricli.ts';
import { printable } from '../terminal.ts';

interface Flags extends Record<string, unknown> {
  output: string;
  system?: SystemRole;
  productVersion?: string;
}

const roles: readonly string[] = ['current', 'rollback', 'factory-reset'];

function role(input: string): SystemRole {
  if (!roles.includes(input)) throw new Error(`found "${input}", expected ${roles.join(', ')}.`);
  return input as SystemRole;
}

const make = command<Flags, string[]>({
  help: {
    brief: 'Write the list of known-good files of one version',
    full: `Reads an image, folder or archive that is known to be good - a freshly installed gateway, a
vendor's package - and writes the path, SHA-256, size and mode of every file of one
system. Give it to "afterimage examine --baseline": what differs from it is found. What a
device writes while it runs (/data, /tmp, logs) is left out.`,
    examples: [
      { line: 'afterimage baseline make golden.img -o 9.1R18.jsonl', does: 'From the image of a clean install.' },
      {
        line: 'afterimage baseline make package.tar.gz --product-version 9.1R18 -o 9.1R18.jsonl',
        does: 'From a package that does not state its version.',
      },
    ],
    exits: { 0: 'written', ...failureExits },
  },
  flags: {
    output: { kind: 'parsed', parse: path, brief: 'File to create', placeholder: 'file' },
    system: {
      kind: 'parsed',
      parse: role,
      optional: true,
      brief: 'Which system on the disk: current, rollback or factory-reset',
      placeholder: 'role',
    },
    productVersion: {
      kind: 'parsed',
      parse: text,
      optional: true,
      brief: 'Version to write down, such as 9.1R18',
      placeholder: 'text',
    },
  } as never,
  aliases: { o: 'output' },
  positional: {
    kind: 'array',
    minimum: 1,
    parameter: { parse: path, brief: 'Image, folder or archive that is known to be good', placeholder: 'source' },
  },
  async run(context: CliContext, flags, ...sources) {
    const { makeBaseline } = await library();
    const made = await makeBaseline({
      sources: sources.map((s) => resolve(context.cwd, s)),
      output: resolve(context.cwd, flags.output),
      ...(flags.system && { system: flags.system }),
      ...(flags.productVersion && { version: flags.productVersion }),
    });
    const { product, version, files } = made.header;
    context.stdout.write(
      `Baseline of ${printable(`${product} ${version ?? '(version not stated)'}`)}: ${files} files, written to ${printable(made.output)}\n`,
    );
    if (made.left > 0) remark(context, `${made.left} files could not be read whole and are not in it.`);
    return undefined;
  },
});

export const baseline = commands('Lists of known-good files', { make });
