import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileSources, type EngineError, type EngineRules, type EngineSources, engineInput } from './yara/native.ts';

/*
 * Our own rules are the same in every examination, so the build keeps what the engine made of them and an examination
 * takes that. It is a part of the program like its code, and is trusted as much: it is read from the package's own
 * folder and nowhere else. It holds no machine code (the engine is built without `native-code-serialization`): every
 * thread has the engine make that for the processor it runs on, so the package may be built elsewhere. It is taken only
 * for exactly the same input: engine, options and text of every rule. In any doubt the rules are compiled.
 */

/** Turns sources into rules; the same input gives rules that find the same. */
export type Compile = (sources: EngineSources) => EngineRules;

/** First line of the file: what follows it, the rules, was made from `input` and has the SHA-256 `sha256`. */
interface Head {
  input: string;
  sha256: string;
  errors: EngineError[];
}

/** Written by the build; absent when only the code was compiled. */
const keptAt: string = fileURLToPath(new URL('../../dist/rules.kept', import.meta.url));

/** The kept rules when they were made from the same input, or else compiled now. */
export const compileOrTake =
  (path: string = keptAt): Compile =>
  (sources) =>
    kept(sha256(engineInput(sources)), path) ?? compileSources(sources);

/** Compiles, and keeps the result for `compileOrTake`. */
export const compileAndKeep =
  (path: string = keptAt): Compile =>
  (sources) => {
    const { bytes, errors } = compileSources(sources);
    const head: Head = { input: sha256(engineInput(sources)), sha256: sha256(bytes), errors };
    writeFileSync(`${path}.new`, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), bytes]));
    renameSync(`${path}.new`, path);
    return { bytes, errors };
  };

/** Nothing is kept any more. */
export const keepNothing = (path: string = keptAt): void => rmSync(path, { force: true });

function kept(input: string, path: string): EngineRules | undefined {
  try {
    const file = readFileSync(path);
    const end = file.indexOf('\n');
    const head = JSON.parse(file.toString('utf8', 0, end)) as Head;
    const bytes = file.subarray(end + 1);
    return head.input === input && head.sha256 === sha256(bytes) ? { bytes, errors: head.errors } : undefined;
  } catch {
    return undefined;
  }
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
