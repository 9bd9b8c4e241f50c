/** The table behind the indicator bundles, content/indicators/source.yaml: its shape, and what is wrong with it. */

type HashKind = 'sha256' | 'sha1' | 'md5';
/** How well a fact is known. */
export type Status = 'confirmed' | 'recalled' | 'inferred';

/** One thing to look for; source.yaml says what each field means. */
export interface Fact extends Partial<Record<HashKind, string>> {
  file?: string;
  name?: string;
  matches?: string;
  folder?: string;
  folder_like?: string;
  role: string;
  confidence?: number;
  status?: Status;
  from?: string;
  family_by?: string;
}

/** A family of malware and what is known of its files. */
export interface Family {
  name: string;
  aliases?: string[];
  bundle: string;
  attack?: string;
  types: string[];
  reported: string;
  actors: string[];
  techniques: string[];
  about: string;
  facts: Fact[];
}

/** The table that a contributor edits. */
export interface IndicatorSource {
  version: string;
  sources: Record<string, { name: string; url?: string; note?: string }>;
  actors: Record<string, { first?: string; source: string; about: string; aliases?: string[] }>;
  vendor_names: string[];
  techniques: Record<string, string>;
  families: Family[];
}

const hashKinds: Record<HashKind, { property: string; digits: number }> = {
  sha256: { property: "file:hashes.'SHA-256'", digits: 64 },
  sha1: { property: "file:hashes.'SHA-1'", digits: 40 },
  md5: { property: 'file:hashes.MD5', digits: 32 },
};

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** The kinds of hash that a fact gives; none for a name or folder. */
export function hashesOf(fact: Fact): HashKind[] {
  return (Object.keys(hashKinds) as HashKind[]).filter((kind) => fact[kind] !== undefined);
}

/** The STIX pattern of one fact. */
export function patternOf(fact: Fact): string {
  const hashes = hashesOf(fact).map((kind) => `${hashKinds[kind].property} = ${quoted(fact[kind]!)}`);
  if (hashes.length > 0) return `[${hashes.join(' OR ')}]`;
  const parts: string[] = [];
  if (fact.name !== undefined) parts.push(`file:name = ${quoted(fact.name)}`);
  if (fact.matches !== undefined) parts.push(`file:name MATCHES ${quoted(fact.matches)}`);
  if (fact.folder !== undefined) parts.push(`file:parent_directory_ref.path = ${quoted(fact.folder)}`);
  if (fact.folder_like !== undefined) parts.push(`file:parent_directory_ref.path LIKE ${quoted(fact.folder_like)}`);
  return `[${parts.join(' AND ')}]`;
}

/** Every reason why a fact cannot be used, as sentences. */
export function troubles(source: IndicatorSource, family: Family): string[] {
  const found: string[] = [];
  const where = (fact: Fact) => `${family.name}, "${fact.file ?? fact.name ?? fact.folder ?? fact.role}"`;
  for (const actor of family.actors)
    if (!source.actors[actor]) found.push(`${family.name}: no actor is named "${actor}".`);
  for (const technique of family.techniques)
    if (!source.techniques[technique]) found.push(`${family.name}: no technique is named "${technique}".`);
  for (const fact of family.facts) {
    const hashes = hashesOf(fact);
    for (const kind of hashes)
      if (!new RegExp(`^[0-9a-f]{${hashKinds[kind].digits}}$`).test(fact[kind]!))
        found.push(
          `${where(fact)}: ${kind} is "${fact[kind]}", expected ${hashKinds[kind].digits} lower-case hex digits.`,
        );
    if (hashes.length === 0 && (fact.name ?? fact.matches ?? fact.folder ?? fact.folder_like) === undefined)
      found.push(`${where(fact)}: neither hash, name nor folder.`);
    if (hashes.length === 0 && (fact.confidence === undefined || fact.status === undefined))
      found.push(`${where(fact)}: a name or folder needs confidence and status.`);
    if (fact.name !== undefined && source.vendor_names.includes(fact.name))
      found.push(`${where(fact)}: the vendor ships a file of this name.`);
    if (fact.status === 'recalled' ? fact.from !== undefined : !source.sources[fact.from ?? ''])
      found.push(`${where(fact)}: "from" is "${fact.from ?? ''}", expected a key of sources, or none when recalled.`);
  }
  return found;
}
