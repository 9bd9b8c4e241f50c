import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { domainOf, hostName } from './names.ts';
import { plainSerial } from './serial.ts';

/** A certificate in a file, as far as it may name an owner. */
export interface FoundCertificate {
  /** Its bytes in the content: of the PEM block with its two lines, or of the DER. */
  offset: number;
  length: number;
  /** SHA-256 of the DER, lower case. */
  fingerprint: string;
  serial: string;
  organisation?: string;
  country?: string;
  commonName?: string;
  /** Host names of the subject and its alternative names, lower case; of a wildcard the domain that it is for. */
  hosts: string[];
  /** Domains that those belong to. */
  domains: string[];
  addresses: string[];
  authority: boolean;
  selfSigned: boolean;
  validFrom: string;
  validTo: string;
}

/** A block that says it is a certificate and is none we can read. */
export interface BadCertificate {
  offset: number;
  length: number;
  reason: string;
}

const BEGIN = '-----BEGIN CERTIFICATE-----';
const TRUSTED = '-----BEGIN TRUSTED CERTIFICATE-----';
const END = /-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** Certificates of one file, and bytes of one. */
const MOST = 1000;
const LARGEST = 64 * 1024;

/**
 * Every certificate of a file: PEM blocks wherever they stand, or one DER. Node reads only the first of a bundle, so
 * each block is handed over alone.
 */
export function* certificatesIn(content: Buffer): Generator<FoundCertificate | BadCertificate> {
  const der = derLength(content);
  if (der !== undefined) {
    const read = parsed(content.subarray(0, der), 0, der);
    // Many things begin with a sequence; only what parses is a certificate.
    if (!('reason' in read)) yield read;
    return;
  }
  const text = content.toString('latin1');
  let found = 0;
  for (let at = 0; found < MOST; found++) {
    const begins = [text.indexOf(BEGIN, at), text.indexOf(TRUSTED, at)].filter((i) => i >= 0);
    if (begins.length === 0) return;
    const offset = Math.min(...begins);
    END.lastIndex = offset;
    const end = END.exec(text);
    if (!end || end.index - offset > LARGEST) {
      yield { offset, length: BEGIN.length, reason: end ? 'it is longer than any certificate' : 'it has no end' };
      at = offset + BEGIN.length;
      continue;
    }
    const length = end.index + end[0].length - offset;
    yield parsed(content.subarray(offset, offset + length), offset, length);
    at = offset + length;
  }
}

export const isBad = (found: FoundCertificate | BadCertificate): found is BadCertificate => 'reason' in found;

/** Length of the DER structure that the content is; undefined when it does not begin with one. */
function derLength(content: Buffer): number | undefined {
  if (content[0] !== 0x30 || content.length < 64) return undefined;
  const first = content[1]!;
  const bytes = first & 0x7f;
  if (first < 0x81 || bytes > 3) return undefined;
  const length = 2 + bytes + content.readUIntBE(2, bytes);
  return length <= content.length && length <= LARGEST ? length : undefined;
}

function parsed(bytes: Buffer, offset: number, length: number): FoundCertificate | BadCertificate {
  try {
    const read = new X509Certificate(bytes);
    const subject = read.toLegacyObject().subject as unknown as Record<string, string | string[] | undefined>;
    const one = (name: string): string | undefined => {
      const value = subject[name];
      const text = Array.isArray(value) ? value[0] : value;
      return text === undefined || text.length > 1024 ? undefined : repaired(text);
    };
    const names = alternativeNames(read.subjectAltName ?? '');
    const commonName = one('CN');
    const hosts = [...names.hosts, ...(commonName === undefined ? [] : [commonName])].flatMap((given) => {
      const wildcard = given.startsWith('*.');
      const name = hostName(wildcard ? given.slice(2) : given);
      return name === undefined ? [] : [{ name, domain: wildcard ? name : domainOf(name) }];
    });
    const addresses = [...names.addresses, ...(commonName !== undefined && isIP(commonName) ? [commonName] : [])];
    const organisation = one('O')?.trim();
    const country = one('C')?.trim();
    return {
      offset,
      length,
      fingerprint: read.fingerprint256.replaceAll(':', '').toLowerCase(),
      serial: plainSerial(read.serialNumber),
      ...(organisation && { organisation }),
      ...(country && { country }),
      ...(commonName !== undefined && { commonName }),
      hosts: [...new Set(hosts.map((h) => h.name))].sort(),
      domains: [...new Set(hosts.map((h) => h.domain))].sort(),
      addresses: [...new Set(addresses)].sort(),
      authority: read.ca,
      selfSigned: read.subject === read.issuer,
      validFrom: instant(read.validFrom),
      validTo: instant(read.validTo),
    };
  } catch {
    return { offset, length, reason: 'it does not parse as an X.509 certificate' };
  }
}

/** `DNS:a, IP Address:b`; a value with a comma or a quote in it stands as a JSON string. */
function alternativeNames(text: string): { hosts: string[]; addresses: string[] } {
  const found: { hosts: string[]; addresses: string[] } = { hosts: [], addresses: [] };
  for (const [, kind, value] of text.slice(0, 1 << 16).matchAll(/(DNS|IP Address):([^",\s]{1,253})(?:, |$)/g))
    (kind === 'DNS' ? found.hosts : found.addresses).push(value!);
  return found;
}

/** Some versions of OpenSSL hand UTF-8 over byte by byte. */
function repaired(text: string): string {
  if (!/^[\0-\xff]*[\x80-\xff][\0-\xff]*$/.test(text)) return text;
  const decoded = Buffer.from(text, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}

/** `Nov 28 22:38:20 2026 GMT` as RFC 3339. */
function instant(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? text : new Date(ms).toISOString().replace('.000Z', 'Z');
}
