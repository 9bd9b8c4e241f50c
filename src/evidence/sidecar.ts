import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';

const MOST = 64 * 1024;

/**
 * The SHA-256 an imager or examiner wrote down beside a file, in `<file>.sha256`: bare hex, `HEX  name` (sha256sum) or
 * `SHA256 (name) = HEX` (BSD). With several lines, the one that names the file. `problem` when the sidecar is there
 * but states no hash for this file.
 */
export function statedHash(path: string): { sha256: string; by: string } | { problem: string } | undefined {
  const by = `${path}.sha256`;
  const text = smallText(by);
  if (text === undefined) return undefined;
  const stated = text
    .split(/\r?\n/)
    .map((line) => lineOf(line.trim()))
    .filter((row) => row !== undefined);
  const name = basename(path);
  const named = stated.find((row) => row.name !== undefined && basename(row.name) === name);
  const only = stated.length === 1 ? stated[0] : undefined;
  const row = named ?? only;
  return row ? { sha256: row.sha256, by: basename(by) } : { problem: `${basename(by)} states no SHA-256 for ${name}` };
}

function lineOf(line: string): { sha256: string; name?: string } | undefined {
  const bsd = /^SHA256 ?\((.+)\) ?= ?([0-9a-f]{64})$/i.exec(line);
  if (bsd) return { sha256: bsd[2]!.toLowerCase(), name: bsd[1]! };
  const plain = /^\\?([0-9a-f]{64})(?: [ *](.+))?$/i.exec(line);
  if (!plain) return undefined;
  return { sha256: plain[1]!.toLowerCase(), ...(plain[2] !== undefined && { name: plain[2] }) };
}

/** The first 64 KiB of a regular file as text. */
function smallText(path: string): string | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    if (!fstatSync(fd).isFile()) return undefined;
    const buffer = Buffer.alloc(MOST);
    return buffer.toString('utf8', 0, readSync(fd, buffer, 0, MOST, 0));
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}
