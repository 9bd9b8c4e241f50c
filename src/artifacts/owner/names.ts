import { domainToASCII } from 'node:url';

/** Labels that stand below a country's code for a kind of registrant: `co.uk`, `go.jp`, `com.au`. */
const KINDS = new Set(
  'ac ad co com ed edu go gob gouv gov govt gr gv int kg lg ltd mil ne net ngo nhs nic nom or org plc sch school web'.split(
    ' ',
  ),
);

/** Domains of whoever made the product or the software in it: never of its owner. */
const MAKERS = [
  'juniper.net',
  'pulsesecure.net',
  'pulseone.net',
  'ivanti.com',
  'ivanti.net',
  'neoteris.com',
  'netscreen.com',
  'centos.org',
  'redhat.com',
  'debian.org',
  'apache.org',
  'openssl.org',
  'gnu.org',
  'kernel.org',
  'w3.org',
  'mozilla.org',
  'microsoft.com',
  'apple.com',
  'google.com',
  'java.com',
  'oracle.com',
  'sun.com',
  'xmlsoap.org',
  'oasis-open.org',
];

/** Endings that are nobody's: RFC 6761, RFC 6762, and what networks use inside. */
const NOBODYS = /(?:^|\.)(?:local|localdomain|localhost|internal|intranet|lan|home|corp|invalid|test|arpa)$/;

/**
 * A name as DNS has it: lower case, IDN as `xn--`, no final dot. Undefined for what is no fully qualified host name:
 * an address, a single label, characters that no name has.
 */
export function hostName(text: string): string | undefined {
  const given = text.trim().replace(/\.$/, '');
  if (given.length > 253 || !given.includes('.')) return undefined;
  const name = /^[\x21-\x7e]+$/.test(given) ? given.toLowerCase() : domainToASCII(given);
  const labels = name.split('.');
  if (!labels.every((l) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(l))) return undefined;
  return /^(?:[a-z]{2,63}|xn--[a-z0-9-]+)$/.test(labels.at(-1)!) ? name : undefined;
}

/**
 * The domain that a host belongs to: its parent, but never less than what somebody can register. Which endings are
 * open to registration is a list that changes; here an ending is one label, or two where the second is a kind of
 * registrant below a country (`co.jp`).
 */
export function domainOf(host: string): string {
  const labels = host.split('.');
  const kind = labels.length > 2 && labels.at(-1)!.length === 2 && KINDS.has(labels.at(-2)!);
  const least = kind ? 3 : 2;
  return labels.slice(labels.length > least ? 1 : 0).join('.');
}

/** True when a domain names an owner at all. */
export const isSomebodys = (domain: string): boolean =>
  !NOBODYS.test(domain) && !MAKERS.some((maker) => domain === maker || domain.endsWith(`.${maker}`));

/** Organisations that stand in certificates that come with products or from copied instructions. */
const PLACEHOLDERS =
  /^(?:some ?organi[sz]ation|(?:my|your|default) ?(?:organi[sz]ation|company)(?: name)?|internet widgits|organi[sz]ation|company(?: name)?|unknown|unspecified|none|n\/?a|test|acme|localhost|snake ?oil|(?:juniper networks|pulse secure|ivanti|neoteris|netscreen)(?:[\s,].*)?)(?:[\s,]+(?:pty|ltd|llc|inc|co)\.?)*$/;

/** Forms of companies, which one source writes and another leaves out. */
const FORMS =
  /(?:^|\s)(?:incorporated|inc|limited|ltd|llc|llp|plc|corporation|corp|company|co|gmbh|mbh|ag|kg|se|sa|sas|sarl|spa|srl|bv|nv|ab|as|asa|oy|oyj|aps|kk|gk|pty|pte|sdn|bhd|kabushiki kaisha)(?=\s|$)/g;
const JAPANESE_FORMS = /株式会社|有限会社|合同会社|一般社団法人|一般財団法人|独立行政法人|国立大学法人|\(株\)|㈱/g;

/** An organisation as names are compared: case, width, punctuation and the form of the company do not tell apart. */
export function organisationKey(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(JAPANESE_FORMS, ' ')
    .replace(/\b([a-z])\.(?=[a-z]\.|\s|,|$)/g, '$1')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return plain.replace(FORMS, ' ').replace(/\s+/g, ' ').trim() || plain;
}

/** True for what stands where an organisation should, and names none. */
export const isPlaceholder = (organisation: string): boolean => {
  const plain = organisation.normalize('NFKC').toLowerCase().trim();
  return PLACEHOLDERS.test(plain) || organisationKey(plain) === '';
};
