import { readFileSync, statSync } from 'node:fs';

/** Bytes of a file of a key: hexadecimal text or the key itself. */
const LONGEST = 4096;

/**
 * A triple-DES key of the examiner's: 48 hexadecimal digits (or 32, for the two-key form), or `@FILE` with the same or
 * the bytes themselves. What is wrong is said without repeating the key.
 */
export function decryptionKey(input: string): Buffer {
  if (!input.startsWith('@')) return fromHex(input) ?? refuse(`${input.length} characters`);
  const path = input.slice(1);
  let bytes: Buffer;
  try {
    if (statSync(path).size > LONGEST) throw new Error('it is too large to hold a key');
    bytes = readFileSync(path);
  } catch (error) {
    throw new Error(`${path} could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return (
    fromHex(bytes.toString('latin1').replace(/\s+/g, '')) ?? raw(bytes) ?? refuse(`${bytes.length} bytes in ${path}`)
  );
}

const fromHex = (text: string): Buffer | undefined =>
  /^(?:[0-9a-f]{32}|[0-9a-f]{48})$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
const raw = (bytes: Buffer): Buffer | undefined => (bytes.length === 24 || bytes.length === 16 ? bytes : undefined);

function refuse(found: string): never {
  throw new Error(`found ${found}, expected a key of 48 hexadecimal digits (32 for two keys), or @FILE.`);
}
