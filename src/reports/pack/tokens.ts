import { isIP } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { domainOf, hostName, organisationKey } from '../../artifacts/index.ts';
import { folded } from './views.ts';

/** What kind of thing must not leave, for people. */
export type TokenKind =
  | 'organisation'
  | 'host name'
  | 'address'
  | 'user name'
  | 'realm or role'
  | 'case name'
  | 'evidence name'
  | 'evidence hash'
  | 'serial number'
  | 'custody record';

/** Something that tells whose device it is, or who uses it. */
export interface Token {
  kind: TokenKind;
  value: string;
}

/** All that is known of one device that tells whose it is. */
export interface VictimNames {
  organisations: readonly string[];
  hosts: readonly string[];
  addresses: readonly string[];
  users: readonly string[];
  realms: readonly string[];
  cases: readonly string[];
  evidence: readonly { name: string; hashes: readonly string[] }[];
  serials: readonly string[];
  custody: readonly string[];
}

/** Words of an organisation's name that many names have; alone they tell of nobody. */
const COMMON = new Set(
  'the and for of und der die das de la le les et di bank group holding holdings international national services service systems system solutions technologies technology ministry department agency authority university hospital college school city state federal office bureau institute council energy power electric telecom communications network networks security defence defense health medical media airlines railway transport logistics industries industrial manufacturing engineering research center centre foundation association society union global world united general first public trust'.split(
    ' ',
  ),
);

/** Everything that must not be found, each with the forms in which people shorten it. */
export function tokensOf(names: VictimNames): Token[] {
  const found = new Map<string, Token>();
  const add = (kind: TokenKind, value: string | undefined): void => {
    const text = value?.trim();
    if (!text || text.length > 4096) return;
    const key = folded(text);
    if (key !== '' && !found.has(key)) found.set(key, { kind, value: text });
  };
  for (const organisation of names.organisations) {
    add('organisation', organisation);
    add('organisation', organisationKey(organisation));
    for (const word of organisationKey(organisation).split(' '))
      if ([...word].length >= 4 && !COMMON.has(word)) add('organisation', word);
  }
  for (const host of names.hosts) for (const form of hostForms(host)) add('host name', form);
  for (const address of names.addresses) add('address', address);
  for (const user of names.users) for (const form of userForms(user)) add('user name', form);
  for (const realm of names.realms) add('realm or role', realm);
  for (const name of names.cases) for (const form of fileForms(name)) add('case name', form);
  for (const { name, hashes } of names.evidence) {
    for (const form of fileForms(name)) add('evidence name', form);
    for (const hash of hashes) add('evidence hash', hash);
  }
  for (const serial of names.serials) add('serial number', serial);
  for (const text of names.custody) add('custody record', text);
  return [...found.values()];
}

/** A host's name, in both scripts, its first label, the domain it belongs to and the label that is registered. */
function hostForms(host: string): string[] {
  if (isIP(host)) return [host];
  const name = hostName(host);
  if (name === undefined) return [host];
  const domain = domainOf(name);
  const labels = domain.split('.');
  const registered = labels.slice(0, -1).filter((l) => l.length > 3);
  const forms = [host, name, name.split('.')[0]!, domain, ...registered];
  return [...forms, ...forms.map((f) => domainToUnicode(f)), domainToASCII(host)];
}

/** `DOMAIN\name`, `name@domain` and their parts. */
function userForms(user: string): string[] {
  const [local = '', domain] = user.split('@') as [string, string?];
  const slash = user.split('\\');
  return [user, local, ...(domain === undefined ? [] : hostForms(domain)), ...slash];
}

/** A file's name, also without its endings. */
function fileForms(path: string): string[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [name, name.replace(/(?:\.[A-Za-z0-9]{1,8}){1,3}$/, '')];
}
