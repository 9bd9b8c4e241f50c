import type { Indicator, Parsed } from './indicator.ts';
import { plainText } from './plain-text.ts';
import { plainValue, type ValueKind } from './plain-value.ts';
import type { Loose } from './stix-bundle.ts';
import { shorten } from './stix-tokens.ts';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const objects = (value: unknown): Loose[] =>
  Array.isArray(value) ? value.filter((v): v is Loose => typeof v === 'object' && v !== null) : [];

/** Attribute types of the MISP core format that speak of a file's content or name. */
const kinds: Record<string, ValueKind> = {
  md5: 'md5',
  sha1: 'sha1',
  sha256: 'sha256',
  filename: 'name-or-path',
};

/** The events of a MISP document: `{Event}`, `{response: [{Event}]}` or a list of them. */
export function mispEvents(document: unknown): Loose[] | undefined {
  if (typeof document !== 'object' || document === null) return undefined;
  const wrapped = Array.isArray(document) ? document : ((document as Loose).response ?? [document]);
  const events = objects(wrapped).flatMap((o) => objects([o.Event]));
  return events.length > 0 ? events : undefined;
}

/**
 * MISP events (core format of the MISP standard, draft-dulaunoy-misp-core-format). `filename|sha256` pairs are looked
 * for by the hash; family, actors and techniques come from galaxy tags.
 */
export function readMisp(file: string, events: Loose[], ours: boolean, version: string): Parsed {
  const parsed: Parsed = { indicators: [], unusable: [], notices: [] };
  for (const event of events) {
    const shared = fromTags(objects(event.Tag));
    const attributes = [...objects(event.Attribute), ...objects(event.Object).flatMap((o) => objects(o.Attribute))];
    for (const attribute of attributes) {
      const id = text(attribute.uuid) ?? plainText(attribute.id ?? '');
      const written = plainText(attribute.value ?? '');
      const type = plainText(attribute.type ?? '');
      const reject = (reason: string) => parsed.unusable.push({ file, id, value: shorten(written), reason });
      const [name, second] = type.split('|');
      const paired = second !== undefined && (name === 'filename' || name === 'malware-sample');
      const kind = kinds[paired ? second : type === 'malware-sample' ? 'md5' : type];
      if (attribute.deleted === true) reject('deleted by its publisher');
      else if (attribute.to_ids === false) reject('not meant for detection (to_ids is false)');
      else if (!kind) reject(`its type is ${shorten(type)}; this version looks for hashes and names of files`);
      else {
        const bar = written.lastIndexOf('|');
        const value = paired || type === 'malware-sample' ? written.slice(bar + 1) : written;
        const found = plainValue(value, kind);
        if ('reason' in found) reject(found.reason);
        else {
          const own = fromTags(objects(attribute.Tag));
          const description = text(attribute.comment) ?? text(event.info);
          const family = own.family ?? shared.family;
          parsed.indicators.push({
            id: id === '' ? found.id : id,
            file,
            version,
            ours,
            test: found.test,
            listed: false,
            ...(description && { description }),
            ...(family && { family }),
            actors: union(shared.actors, own.actors),
            techniques: union(shared.techniques, own.techniques),
          });
        }
      }
    }
  }
  return parsed;
}

/** What galaxy tags name, in their order. */
export function galaxiesOf(tags: Loose[]): { actors: string[]; families: string[]; techniques: string[] } {
  const found: ReturnType<typeof galaxiesOf> = { actors: [], families: [], techniques: [] };
  for (const { name } of tags) {
    const galaxy = /^misp-galaxy:([\w-]+)="([^"]+)"$/.exec(plainText(name));
    if (!galaxy) continue;
    const [, kind, value] = galaxy as unknown as [string, string, string];
    if (kind === 'mitre-attack-pattern') {
      const technique = /\bT\d{4}(?:\.\d{3})?\b/.exec(value)?.[0];
      if (technique) found.techniques.push(technique);
    } else if (kind === 'threat-actor' || kind === 'mitre-intrusion-set')
      found.actors.push(value.replace(/ - G\d+$/, ''));
    else if (['malpedia', 'mitre-malware', 'backdoor', 'rat', 'tool', 'mitre-tool'].includes(kind))
      found.families.push(value.replace(/ - S\d+$/, ''));
  }
  return found;
}

/** An indicator has one family: the first that is named. */
function fromTags(tags: Loose[]): Pick<Indicator, 'family' | 'actors' | 'techniques'> {
  const { families, ...rest } = galaxiesOf(tags);
  return { ...rest, ...(families[0] !== undefined && { family: families[0] }) };
}

const union = (a: string[], b: string[]): string[] => [...new Set([...a, ...b])].sort();
