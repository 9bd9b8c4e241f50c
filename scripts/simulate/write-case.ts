/** A simulated gateway as a finished case, written by what writes every case. */
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type CaseFile, caseFormat, caseFormatVersion, writeCaseFile } from '../../src/case/case-file.ts';
import { createCase, sha256OfFile } from '../../src/case/index.ts';
import { Ledger } from '../../src/case/ledger.ts';
import { findingLines } from '../../src/case/merge.ts';
import { writeFileWhole } from '../../src/case/write-file.ts';
import type { Knowledge } from '../../src/detectors/index.ts';
import { tool } from '../../src/examination/index.ts';
import { concluded, contentVersion, digest, type Observed } from './observe.ts';
import { rowsOf } from './rows.ts';
import { DAY, type Gateway } from './world.ts';

const content = { version: contentVersion, hash: digest(contentVersion) };
const custody = { description: 'Simulated: no such device exists.' };
const options = { simulated: true };
const report = 'Simulated: no such device exists.\n';
const tables = ['files.parquet', 'timeline.parquet'] as const;

/** A clock that begins a week after the evidence was taken and goes on by a second at each look. */
function clockOf({ taken }: Gateway): () => Date {
  let second = 0;
  return () => new Date(taken + 7 * DAY + 1000 * second++);
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** @throws AfterimageError `cannot-create` or `io` */
export async function writeCase(
  folder: string,
  gateway: Gateway,
  observed: Observed,
  knowledge: Knowledge,
): Promise<void> {
  const { evidence, host, coverage, findings } = observed;
  const now = clockOf(gateway);
  const file = await createCase(folder, { mode: 'new', evidence: [], tool, content, options, custody, now });
  try {
    await file.store(0, { files: rowsOf(gateway, findings) });
    const { verdict, assessment } = concluded(observed, knowledge);
    const documents = { 'assessment.json': pretty(assessment) };
    await file.complete({ evidence: [evidence], host, coverage, verdict, findings, links: [], report, documents });
  } catch (error) {
    await file.stop('failed', String(error));
    throw error;
  }
}

/**
 * The same for thousands of cases: making the two tables takes most of the time, so they are copied from a finished
 * case of a gateway with the same software. They then tell of the vendor's files and of no implant.
 * @param model folder of that case
 */
export async function writeCaseLike(
  model: string,
  folder: string,
  gateway: Gateway,
  observed: Observed,
  knowledge: Knowledge,
): Promise<void> {
  const { evidence, host, coverage, findings } = observed;
  const now = clockOf(gateway);
  await mkdir(folder, { recursive: true });
  const startedAt = now().toISOString();
  const ledger = await Ledger.open(folder, now);
  await ledger.append('examination-begun', { tool, content, evidence: [] });
  for (const name of tables) await copyFile(join(model, name), join(folder, name));
  const { verdict, assessment } = concluded(observed, knowledge);
  await writeFileWhole(folder, 'findings.jsonl', findingLines(findings));
  await writeFileWhole(folder, 'coverage.json', pretty(coverage));
  await writeFileWhole(folder, 'verdict.json', pretty(verdict));
  await writeFileWhole(folder, 'assessment.json', pretty(assessment));
  await writeFileWhole(folder, 'report.html', report);
  const written = [...tables, 'assessment.json', 'coverage.json', 'findings.jsonl', 'report.html', 'verdict.json'];
  const files: Record<string, string> = {};
  for (const name of written.sort()) files[name] = await sha256OfFile(join(folder, name));
  const { id, name, size } = evidence;
  await ledger.append('evidence-read', { id, name, size });
  await ledger.append('examination-complete', { conclusion: verdict.conclusion, findings: findings.length, files });
  const file: CaseFile = {
    format: caseFormat,
    formatVersion: caseFormatVersion,
    id: digest(`case of ${gateway.name}`).slice(0, 16),
    name: basename(folder),
    state: 'complete',
    tool,
    content,
    options,
    given: [],
    custody,
    evidence: [evidence],
    host,
    runs: [{ startedAt, endedAt: now().toISOString(), state: 'complete' }],
    files,
    ledger: ledger.head,
  };
  await writeCaseFile(folder, file);
}
