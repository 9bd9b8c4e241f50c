import { closeSync, openSync, readSync } from 'node:fs';
import { AfterimageError } from '../model/index.ts';

/** Longest line that is kept whole; characters. */
const LONGEST = 1 << 20;

/**
 * Lines of a text file, line ends taken off, in memory that does not grow with the file.
 * @throws AfterimageError `no-input` when it cannot be opened or read
 */
export function* linesOf(path: string): Generator<string> {
  const fail = (cause: unknown): AfterimageError =>
    new AfterimageError('no-input', `Cannot read ${path}: ${(cause as Error).message}.`, { cause });
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw fail(cause);
  }
  try {
    const chunk = Buffer.alloc(1 << 18);
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      let count: number;
      try {
        count = readSync(file, chunk);
      } catch (cause) {
        throw fail(cause);
      }
      rest += decoder.decode(chunk.subarray(0, count), { stream: count > 0 });
      let at = 0;
      for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', at)) {
        yield rest.slice(at, rest[end - 1] === '\r' ? end - 1 : end);
        at = end + 1;
      }
      rest = rest.slice(at);
      if (rest.length > LONGEST) rest = rest.slice(0, LONGEST);
      if (count === 0) {
        if (rest !== '') yield rest;
        return;
      }
    }
  } finally {
    closeSync(file);
  }
}
