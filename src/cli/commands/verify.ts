import { join, resolve } from 'node:path';
import { AfterimageError } from '../../model/index.ts';
import { caseArgument } from '../case-argument.ts';
import type { CliContext } from '../context.ts';
import { exitStatus } from '../exit-status.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { type FormatFlags, formatFlags, formatOf, type Listing, writeRows } from '../rows.ts';
import { command } from '../stricli.ts';

/** One thing checked. */
interface Check {
  name: string;
  result: 'ok' | 'changed' | 'missing' | 'broken' | 'not complete';
  detail?: string;
}

const listing: Listing<Check> = {
  columns: [
    { title: 'RESULT', value: (c) => c.result, look: (c) => (c.result === 'ok' ? 'green' : 'red') },
    { title: 'FILE', value: (c) => c.name },
    { title: 'DETAIL', value: (c) => c.detail, flexible: true },
  ],
  fields: [
    ['name', (c) => c.name],
    ['result', (c) => c.result],
    ['detail', (c) => c.detail],
  ],
};

export const verify = command<FormatFlags & Record<string, unknown>, [string]>({
  help: {
    brief: 'Check that a case is as it was written',
    full: `Computes the hash of every file of a case again and compares it with case.json, and
follows the hash chain of ledger.jsonl from its first line to the end that case.json
recorded. The ledger's last hash is printed: write it down elsewhere, and nobody can
rewrite the case unnoticed. Files that are not part of the case are left alone.`,
    examples: [
      { line: 'afterimage verify case-17', does: 'Before it is handed over, and after.' },
      { line: 'afterimage verify case-17 --json', does: 'For a script.' },
    ],
    exits: {
      0: 'everything is as it was written',
      1: 'something changed, is missing or was never finished',
      ...failureExits,
    },
  },
  flags: { ...formatFlags } as never,
  positional: { kind: 'tuple', parameters: [caseArgument] },
  async run(context: CliContext, flags, given) {
    const format = formatOf(flags);
    const folder = resolve(context.cwd, given);
    const checks = await checkCase(folder);
    await writeRows(context, checks, listing, format);
    return checks.every((c) => c.result === 'ok') ? exitStatus.nothingFound : exitStatus.findings;
  },
});

async function checkCase(folder: string): Promise<Check[]> {
  const { laterFiles, readCaseFile, resultFiles, sha256OfFile, verifyLedger } = await library();
  const file = await readCaseFile(folder);
  if (!file)
    throw new AfterimageError('no-input', `Cannot verify ${folder}: it has no case.json, so it is not a case.`);
  const checks: Check[] = [
    file.state === 'complete'
      ? { name: 'case.json', result: 'ok', detail: `case ${file.id}` }
      : { name: 'case.json', result: 'not complete', detail: `its state is ${file.state}` },
  ];
  for (const name of resultFiles)
    if (file.state === 'complete' && !(name in file.files) && !laterFiles.includes(name))
      checks.push({ name, result: 'missing', detail: 'case.json has no hash for it' });
  for (const [name, stated] of Object.entries(file.files)) {
    // Names come from case.json, which may have been changed: only plain names of its own folder are opened.
    if (!/^[a-z]+\.[a-z]+$/.test(name)) {
      checks.push({ name, result: 'changed', detail: 'no file of a case has such a name' });
      continue;
    }
    checks.push(await checkFile(join(folder, name), name, stated, sha256OfFile));
  }
  const ledger = await verifyLedger(folder, file.ledger);
  checks.push(
    ledger.problem
      ? { name: 'ledger.jsonl', result: 'broken', detail: `line ${ledger.problem.line}: ${ledger.problem.reason}` }
      : { name: 'ledger.jsonl', result: 'ok', detail: `${ledger.length} lines, last hash ${ledger.head}` },
  );
  return checks;
}

async function checkFile(
  path: string,
  name: string,
  stated: string,
  hash: (path: string) => Promise<string>,
): Promise<Check> {
  try {
    const found = await hash(path);
    if (found === stated) return { name, result: 'ok', detail: `SHA-256 ${found}` };
    return { name, result: 'changed', detail: `SHA-256 is ${found}, case.json says ${stated}` };
  } catch (error) {
    return { name, result: 'missing', detail: (error as Error).message };
  }
}
