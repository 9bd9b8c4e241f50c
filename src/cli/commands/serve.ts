import { resolve } from 'node:path';
import type { CliContext } from '../context.ts';
import { remark } from '../failure.ts';
import { path, text, wholeNumber } from '../flags.ts';
import { failureExits } from '../help.ts';
import { untilInterrupted } from '../interrupt.ts';
import { server } from '../library.ts';
import { command } from '../stricli.ts';

interface Flags extends Record<string, unknown> {
  host?: string;
  port?: number;
}

export const serve = command<Flags, [string]>({
  help: {
    brief: 'Move through cases in the browser',
    full: `Serves a case, or every case in a folder, to a browser on this machine and prints the address
to open. The address holds a token that is new each time: whoever has it may read the cases
and write notes on findings, which are kept in the ledger of the case; nothing else of a case
is ever changed. Ends with Ctrl-C.`,
    examples: [
      { line: 'afterimage serve case-17', does: 'One case; open the address that is printed.' },
      { line: 'afterimage serve /cases --port 8017', does: 'All cases in a folder, at a port of your choice.' },
    ],
    exits: { 0: 'stopped by Ctrl-C', ...failureExits },
  },
  flags: {
    host: {
      kind: 'parsed',
      parse: text,
      optional: true,
      brief:
        'Address to listen on, 127.0.0.1 when none is given; with another, other machines can then ask, in clear text',
      placeholder: 'address',
    },
    port: {
      kind: 'parsed',
      parse: wholeNumber(0, 65_535),
      optional: true,
      brief: 'Port to listen on; 0 is any that is free',
      placeholder: 'n',
    },
  } as never,
  positional: {
    kind: 'tuple',
    parameters: [{ parse: path, brief: 'Case folder, or a folder of them', placeholder: 'case' }],
  },
  async run(context: CliContext, { host = '127.0.0.1', port = 0 }, casePath) {
    const { serve } = await server();
    const serving = await serve({ path: resolve(context.cwd, casePath), host, port, now: context.now });
    if (serving.withoutWeb !== undefined) remark(context, serving.withoutWeb);
    if (!/^(?:127\.|localhost$|::1$)/.test(host))
      remark(context, 'this is not only for this machine: what is asked and answered can be read on the way.');
    context.stdout.write(`${serving.url}\n`);
    await untilInterrupted(context);
    await serving.close();
    return undefined;
  },
});
