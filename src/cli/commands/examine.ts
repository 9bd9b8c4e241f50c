import { resolve } from 'node:path';
import type { ExamineOptions, ExamineResult } from '../../index.ts';
import { AfterimageError } from '../../model/index.ts';
import { defaultCasePath } from '../case-name.ts';
import type { CliContext } from '../context.ts';
import { exitStatus } from '../exit-status.ts';
import { complain, remark } from '../failure.ts';
import { language, path, seconds, sha256, text, wholeNumber } from '../flags.ts';
import { failureExits } from '../help.ts';
import { interruptible } from '../interrupt.ts';
import { decryptionKey } from '../key.ts';
import { library } from '../library.ts';
import { ProgressLine } from '../progress.ts';
import { command } from '../stricli.ts';
import { summaryDocument, summaryLines } from '../summary.ts';
import { printableJson } from '../terminal.ts';

interface Flags extends Record<string, unknown> {
  output?: string;
  rules?: readonly string[];
  iocs?: readonly string[];
  knowledge?: readonly string[];
  owners?: readonly string[];
  networks?: readonly string[];
  sha256?: readonly string[];
  key?: readonly Buffer[];
  threads?: number;
  scanTimeout?: number;
  json?: boolean;
  resume?: boolean;
  restart?: boolean;
  exitZero?: boolean;
  quiet?: boolean;
  lang?: 'en' | 'ja';
  caseNumber?: string;
  evidenceNumber?: string;
  examiner?: string;
  organisation?: string;
  description?: string;
  notes?: string;
  baseline?: readonly string[];
  witness?: readonly string[];
}

const off = { kind: 'boolean', optional: true, withNegated: false } as const;
const custody = (brief: string) =>
  ({ kind: 'parsed', parse: text, optional: true, brief, placeholder: 'text' }) as const;

export const examine = command<Flags, string[]>({
  help: {
    brief: 'Examine evidence of one device and conclude',
    full: `Reads disk images, archives or folders of one device and writes a case: a folder with
report.html, verdict.json, findings.jsonl, coverage.json, timeline.parquet,
files.parquet, case.json and ledger.jsonl. Live and deleted files, earlier versions
kept by the journal, slack and free space are read. Evidence is never written to and
nothing in it is run.

Several paths are one device: its disks, or the segments of a split image in order.
The verdict is never "clean": it is what was found in what was read, and what was not
read is listed. Results go to stdout, progress to stderr; the last line is the verdict.`,
    examples: [
      {
        line: 'afterimage examine gateway.img -o case-17',
        does: 'Examine a disk image; open case-17/report.html when it is done.',
      },
      {
        line: 'afterimage examine sda.img sdb.img --sha256 9f86d0… --sha256 60303a… --examiner "A. Lind"',
        does: 'Two disks of one device, checked against the hashes stated at acquisition.',
      },
      {
        line: 'afterimage examine home.tar.gz -r rules/ --iocs list.json --json --exit-zero | jq .verdict',
        does: 'With rules and indicators of your own, in a pipeline.',
      },
      {
        line: 'afterimage examine gateway.img --witness syslog.gz -o case-17',
        does: 'What the SIEM still has of the gateway and its own logs no longer tell.',
      },
    ],
    exits: {
      0: 'nothing of medium severity or above was found in what was read',
      1: 'findings of medium severity or above',
      2: 'nothing found, but too little could be read to say so',
      75: 'interrupted; the same command with --resume goes on',
      ...failureExits,
    },
  },
  flags: {
    output: {
      kind: 'parsed',
      parse: path,
      optional: true,
      brief: 'Case folder to create; named after the evidence when not given',
      placeholder: 'case',
    },
    rules: {
      kind: 'parsed',
      parse: path,
      optional: true,
      variadic: true,
      brief: 'YARA or Sigma file or folder to use as well; repeatable',
      placeholder: 'path',
    },
    iocs: {
      kind: 'parsed',
      parse: path,
      optional: true,
      variadic: true,
      brief: 'Hash list, CSV, STIX bundle or MISP event to use as well; repeatable',
      placeholder: 'path',
    },
    knowledge: {
      kind: 'parsed',
      parse: path,
      optional: true,
      variadic: true,
      brief: 'STIX bundle, MISP event or import of who used what, to use as well; repeatable',
      placeholder: 'path',
    },
    owners: {
      kind: 'parsed',
      parse: path,
      optional: true,
      variadic: true,
      brief: 'CSV of who owns which device (organisation, country, host, ...); repeatable',
      placeholder: 'file',
    },
    networks: {
      kind: 'parsed',
      parse: path,
      optional: true,
      variadic: true,
      brief: 'CSV of whose an address is, or an installed package of them; repeatable',
      placeholder: 'file',
    },
    sha256: {
      kind: 'parsed',
      parse: sha256,
      optional: true,
      variadic: true,
      brief: 'Stated SHA-256 of the evidence, in its order; repeatable',
      placeholder: 'hex',
    },
    key: {
      kind: 'parsed',
      parse: decryptionKey,
      optional: true,
      variadic: true,
      brief: 'Key of encrypted system snapshots, or @FILE with it; repeatable',
      placeholder: 'hex',
    },
    witness: {
      kind: 'parsed',
      parse: path,
      optional: true,
      variadic: true,
      brief: "Another machine's record of the device, such as its syslog; repeatable",
      placeholder: 'path',
    },
    threads: {
      kind: 'parsed',
      parse: wholeNumber(1, 256),
      optional: true,
      brief: 'Worker threads; one for each core when not given',
      placeholder: 'n',
    },
    scanTimeout: {
      kind: 'parsed',
      parse: seconds,
      optional: true,
      brief: 'Seconds one scan may take before its file counts as not looked at',
      placeholder: 's',
    },
    json: { ...off, brief: 'Print one JSON document instead of the summary' },
    resume: { ...off, brief: 'Go on with an interrupted case (needs --output)' },
    restart: { ...off, brief: 'Start an existing case over (needs --output)' },
    exitZero: { ...off, brief: 'Exit with 0 also when something was found or too little was read' },
    quiet: { ...off, brief: 'No progress' },
    lang: {
      kind: 'parsed',
      parse: language,
      optional: true,
      brief: 'Language of the report: en or ja',
      placeholder: 'en',
    },
    caseNumber: custody('Case number, for the record'),
    evidenceNumber: custody('Evidence number, for the record'),
    examiner: custody('Who examines, for the record'),
    organisation: custody('For whom, for the record'),
    description: custody('What the evidence is, for the record'),
    notes: custody('Anything else, for the record'),
    baseline: {
      kind: 'parsed',
      parse: path,
      optional: true,
      variadic: true,
      brief: 'List of known-good files, written by `afterimage baseline make`; repeatable',
      placeholder: 'file',
    },
  } as never,
  aliases: { o: 'output', r: 'rules', t: 'threads', q: 'quiet' },
  positional: {
    kind: 'array',
    minimum: 1,
    parameter: {
      parse: path,
      brief: 'Disk image, archive or folder; a.img+b.img joins segments',
      placeholder: 'evidence',
    },
  },
  run,
});

async function run(context: CliContext, flags: Flags & { color: boolean; verbose: boolean }, ...evidence: string[]) {
  refuseContradictions(flags, evidence);
  const { examine } = await library();

  const output = resolve(context.cwd, flags.output ?? defaultCasePath(context.cwd, evidence[0]!, context.now()));
  const progress = new ProgressLine(context, flags.quiet === true);
  const say = (tell: typeof remark, message: string): void => {
    progress.clear();
    tell(context, message);
  };
  const options = (signal: AbortSignal): ExamineOptions => ({
    evidence,
    output,
    rules: [...(flags.rules ?? [])],
    iocs: [...(flags.iocs ?? [])],
    ...(flags.knowledge && { knowledge: flags.knowledge }),
    ...(flags.owners && { owners: flags.owners }),
    ...(flags.networks && { networks: flags.networks }),
    ...(flags.witness && { witness: flags.witness }),
    sha256: [...(flags.sha256 ?? [])],
    ...(flags.key && { keys: flags.key }),
    ...(flags.baseline && { baselines: flags.baseline }),
    ...(flags.threads !== undefined && { threads: flags.threads }),
    mode: flags.resume ? 'resume' : flags.restart ? 'restart' : 'new',
    ...(flags.scanTimeout !== undefined && { scanTimeout: flags.scanTimeout }),
    ...(flags.lang && { language: flags.lang }),
    custody: custodyOf(flags),
    now: () => context.now(),
    onProgress: (p) => progress.update(p),
    onNotice: (notice) => say(remark, notice),
    signal,
  });
  try {
    const result = await interruptible(
      context,
      () => say(remark, 'stopping; the case keeps what was done. Interrupt again to end at once.'),
      (signal) => examine(options(signal)),
    );
    progress.clear();
    print(context, result, flags.json === true);
    return flags.exitZero ? exitStatus.nothingFound : result.exitStatus;
  } catch (error) {
    progress.clear();
    if (!(error instanceof AfterimageError) || error.code !== 'interrupted') throw error;
    complain(context, error.message);
    context.stderr.write(`Go on with the same command, with --resume and -o ${output}\n`);
    return exitStatus.interrupted;
  }
}

function print(context: CliContext, result: ExamineResult, json: boolean): void {
  const text = json ? printableJson(summaryDocument(result), 2) : summaryLines(context, result).join('\n');
  context.stdout.write(`${text}\n`);
}

function refuseContradictions(flags: Flags, evidence: string[]): void {
  const usage = (message: string): Error => new AfterimageError('usage', message);
  if (flags.resume && flags.restart) throw usage('Asked to resume and to restart at once, expected one of them.');
  if ((flags.resume || flags.restart) && flags.output === undefined)
    throw usage(`Asked to ${flags.resume ? 'resume' : 'restart'} a case without naming it, expected -o CASE.`);
  const stated = flags.sha256?.length ?? 0;
  if (stated > evidence.length)
    throw usage(`Found ${stated} values of --sha256 for ${evidence.length} paths, expected at most one for each.`);
}

function custodyOf(flags: Flags): NonNullable<ExamineOptions['custody']> {
  const given: Record<string, string> = {};
  for (const key of ['caseNumber', 'evidenceNumber', 'examiner', 'organisation', 'description', 'notes'] as const)
    if (flags[key] !== undefined) given[key] = flags[key];
  return given;
}
