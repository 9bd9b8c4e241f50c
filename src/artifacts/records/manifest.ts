/**
 * The gateway's own list of what its files should be: `/home/etc/manifest/manifest`, lines of `<path> <sha256> b`;
 * `manifest.1` its RSA-SHA512 signature, `manifest.2` the public key, stored beside it; `exclusion_list` the paths that
 * its integrity checker passes over. Sources: incident write-ups (docs/formats/integrity.md). That the key lies beside
 * the list means that whoever may write there can sign a list of their own.
 */
import { constants, createPublicKey, createVerify, type KeyObject, X509Certificate } from 'node:crypto';
import type { ByteSource } from '../../bytes/index.ts';
import { lineText } from '../logs/line-text.ts';
import { lines } from '../logs/lines.ts';

export const manifestFolder = '/home/etc/manifest/';

/** One line of the manifest. */
export interface ManifestLine {
  path: string;
  sha256: string;
  offset: number;
  length: number;
}

/** Lines that are kept. */
const MOST = 1_000_000;

/** Path and hash of a line, read from its end: the path may hold spaces. */
function parts(line: string): [path: string, sha256: string] | undefined {
  let rest = line.trimEnd();
  for (let word = 0; word < 2; word++) {
    const space = Math.max(rest.lastIndexOf(' '), rest.lastIndexOf('\t'));
    const last = rest.slice(space + 1);
    rest = rest.slice(0, Math.max(0, space)).trimEnd();
    if (/^[0-9a-fA-F]{64}$/.test(last)) return rest === '' ? undefined : [rest, last];
    if (last.length > 8) return undefined;
  }
  return undefined;
}

/** Every line that names a file, and how many there are that do not. */
export function readManifest(source: ByteSource): { lines: ManifestLine[]; other: number } {
  const found: ManifestLine[] = [];
  let other = 0;
  for (const line of lines(source)) {
    const told = 'reason' in line || line.bytes.length > 8192 ? undefined : parts(lineText(line.bytes));
    if (!told || found.length >= MOST) {
      other++;
      continue;
    }
    const { offset } = line;
    const { length } = 'bytes' in line ? line.bytes : line;
    found.push({ path: absolute(told[0]), sha256: told[1].toLowerCase(), offset, length });
  }
  return { lines: found, other };
}

/** `home/x`, `./home/x` and `/home/x` are one; what the device reaches through `/home/runtime` lies in `/data/runtime`. */
function absolute(path: string): string {
  const clean = `/${path.replace(/^\.?\//, '')}`.replace(/\/{2,}/g, '/');
  return clean.startsWith('/home/runtime/') ? `/data${clean.slice(5)}` : clean;
}

/** Paths of the exclusion list; one that ends in `/` or `*` stands for everything that begins with it. */
export function readExclusions(source: ByteSource): string[] {
  const found: string[] = [];
  for (const line of lines(source)) {
    if ('reason' in line || line.bytes.length > 8192 || found.length >= 10_000) continue;
    const text = lineText(line.bytes).trim();
    if (text !== '' && text[0] !== '#') found.push(absolute(text));
  }
  return found;
}

/** Asks whether a path is excluded: listed itself, below a listed folder, or begins as a listed pattern does. */
export function excluder(exclusions: readonly string[]): (path: string) => boolean {
  const exact = new Set(exclusions.filter((e) => !e.endsWith('*')).map((e) => e.replace(/(.)\/$/, '$1')));
  const prefixes = exclusions.filter((e) => e.endsWith('*')).map((e) => e.slice(0, -1));
  return (path) => {
    if (prefixes.some((p) => path.startsWith(p))) return true;
    for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (exact.has(at)) return true;
    return false;
  };
}

/** What a signature says of a list: `unknown` when the key or the signature are not in a form we read. */
export type SignatureCheck = { says: 'fits' | 'does-not-fit' } | { says: 'unknown'; because: string };

/** A signature or a key is not longer. */
const LONGEST = 64 * 1024;

/** Checks an RSA-SHA512 signature, stored as it is or in base64, with PKCS #1 v1.5 or PSS padding. */
export function checkSignature(list: ByteSource, signature: ByteSource, key: ByteSource): SignatureCheck {
  const publicKey = keyOf(key.read(0, Math.min(key.size, LONGEST)));
  if (!publicKey) return { says: 'unknown', because: 'manifest.2 is not a public key that we read (PEM or DER)' };
  if (publicKey.asymmetricKeyType !== 'rsa')
    return { says: 'unknown', because: `manifest.2 is a key of type ${publicKey.asymmetricKeyType}, expected rsa` };
  const stored = signature.read(0, Math.min(signature.size, LONGEST));
  const bytes = (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const text = stored.toString('latin1').replace(/-----[A-Z ]+-----|\s+/g, '');
  const ways = [stored, ...(/^[A-Za-z0-9+/]+=*$/.test(text) ? [Buffer.from(text, 'base64')] : [])];
  const candidates = ways.filter((s) => s.length === bytes);
  if (candidates.length === 0)
    return { says: 'unknown', because: `manifest.1 holds ${stored.length} bytes, expected a signature of ${bytes}` };
  for (const candidate of candidates)
    for (const padding of [constants.RSA_PKCS1_PADDING, constants.RSA_PKCS1_PSS_PADDING]) {
      const verify = createVerify('RSA-SHA512');
      for (let at = 0; at < list.size; ) {
        const piece = list.read(at, 1 << 20);
        if (piece.length === 0) return { says: 'unknown', because: 'the manifest could not be read to its end' };
        verify.update(piece);
        at += piece.length;
      }
      if (verify.verify({ key: publicKey, padding }, candidate)) return { says: 'fits' };
    }
  return { says: 'does-not-fit' };
}

function keyOf(bytes: Buffer): KeyObject | undefined {
  const ways: (() => KeyObject)[] = [
    () => createPublicKey(bytes),
    () => createPublicKey({ key: bytes, format: 'der', type: 'spki' }),
    () => createPublicKey({ key: bytes, format: 'der', type: 'pkcs1' }),
    () => new X509Certificate(bytes).publicKey,
  ];
  for (const way of ways)
    try {
      return way();
    } catch {
      // Not in this form.
    }
  return undefined;
}
