/**
 * A list of what the files of one version are, made from a golden image or a package: JSON lines, a header and one
 * line for each file, sorted by path (docs/formats/baseline.md).
 */
import { isUtf8 } from 'node:buffer';

export interface BaselineHeader {
  format: 'afterimage-baseline';
  formatVersion: 1;
  product: string;
  version?: string;
  build?: string;
  /** What it was made from. */
  madeFrom: { name: string; sha256?: string }[];
  files: number;
}

export interface BaselineFile {
  path: string;
  sha256: string;
  /** Bytes. */
  size: number;
  /** Octal, as `st_mode`. */
  mode?: string;
}

export interface Baseline {
  header: BaselineHeader;
  files: BaselineFile[];
}

/** Files a list may have, and characters of a line. */
const MOST = 2_000_000;
const LONGEST = 32_768;

/** The text of a baseline, a line a piece: the same files give the same bytes. */
export function* baselineLines(header: BaselineHeader, files: readonly BaselineFile[]): Generator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const { path, sha256, size, mode } of files)
    yield `${JSON.stringify({ path, sha256, size, ...(mode !== undefined && { mode }) })}\n`;
}

/**
 * Reads a baseline. It comes from the examiner, not from the evidence, so what is wrong with it is thrown.
 * @throws Error saying the line, what was found and what was expected
 */
export function parseBaseline(bytes: Buffer): Baseline {
  if (!isUtf8(bytes))
    throw new Error('it is not UTF-8, expected the JSON lines that `afterimage baseline make` writes');
  const text = bytes.toString('utf8').split('\n');
  const header = objectOf(text[0]!, 1) as Partial<BaselineHeader>;
  if (header.format !== 'afterimage-baseline')
    throw new Error('line 1: found no header, expected {"format":"afterimage-baseline",…}');
  if (header.formatVersion !== 1)
    throw new Error(`line 1: found formatVersion ${JSON.stringify(header.formatVersion)}, expected 1`);
  const files: BaselineFile[] = [];
  for (let i = 1; i < text.length; i++) {
    if (text[i] === '') continue;
    if (files.length >= MOST) throw new Error(`line ${i + 1}: found more than ${MOST} files`);
    files.push(fileOf(objectOf(text[i]!, i + 1), i + 1));
  }
  if (files.length !== header.files)
    throw new Error(
      `found ${files.length} files, expected the ${String(header.files)} that its header states: it is cut`,
    );
  const words = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
  const [version, build] = [words(header.version), words(header.build)];
  return {
    header: {
      format: 'afterimage-baseline',
      formatVersion: 1,
      product: words(header.product) ?? 'unknown',
      ...(version && { version }),
      ...(build && { build }),
      madeFrom: Array.isArray(header.madeFrom) ? header.madeFrom : [],
      files: files.length,
    },
    files,
  };
}

function objectOf(line: string, number: number): Record<string, unknown> {
  try {
    const value: unknown = line.length > LONGEST ? undefined : JSON.parse(line);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Error(`line ${number}: found no JSON object of at most ${LONGEST} characters`);
}

function fileOf({ path, sha256, size, mode }: Record<string, unknown>, number: number): BaselineFile {
  if (typeof path !== 'string' || path[0] !== '/') throw new Error(`line ${number}: expected "path", absolute`);
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    throw new Error(`line ${number}: expected "sha256" of 64 lower-case hexadecimal digits`);
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw new Error(`line ${number}: expected "size" in bytes`);
  return { path, sha256, size, ...(typeof mode === 'string' && /^[0-7]{1,7}$/.test(mode) && { mode }) };
}
