import { type Loose, nameUuid } from '../../detectors/index.ts';
import type { Finding } from '../../model/index.ts';
import { nameOf } from '../items.ts';
import type { ObservedItem } from '../stix/index.ts';
import { type Related, uuidOf } from './references.ts';
import { object, type Said } from './shape.ts';

/** One version of one file that findings are about. Its SHA-256 is for detection when STIX has an indicator of it. */
export function fileObject(
  { item, observed, indicator: id }: ObservedItem,
  related: Related,
  timestamp: string,
): Loose {
  const [first] = item;
  const { subject } = first;
  const indicator = id === undefined ? undefined : related.get(id);
  const part = (relation: string, type: string, value: string | undefined, more: Partial<Said> = {}): Said[] => {
    const category = type === 'text' || type === 'size-in-bytes' ? 'Other' : 'Artifacts dropped';
    const uuid = nameUuid(`misp ${observed} ${relation}`);
    return value ? [{ uuid, relation, type, category, value, ...more }] : [];
  };
  const { path } = subject;
  return object(timestamp, 'file', uuidOf(observed), {
    comment: item.map((f) => `${f.state}: ${f.title}`).join('; '),
    said: [
      ...part('filename', 'filename', path?.slice(path.lastIndexOf('/') + 1) || nameOf(first)),
      ...part('fullpath', 'text', path),
      ...part('size-in-bytes', 'size-in-bytes', String(subject.size)),
      ...part('md5', 'md5', subject.md5),
      ...part('sha1', 'sha1', subject.sha1),
      ...part('sha256', 'sha256', subject.sha256, {
        ...(indicator && { uuid: uuidOf(indicator.id), toIds: true, comment: String(indicator.name) }),
      }),
      ...part('text', 'text', item.map(inWords).join('\n\n')),
    ],
    references: indicator ? related.references(indicator.id) : [],
  });
}

/** What a finding says, with its bounds and its bytes: MISP has no fields for them. */
function inWords(f: Finding): string {
  const bounds = (['appeared', 'removed'] as const).flatMap((name) => {
    const { notBefore, notAfter } = f[name] ?? {};
    const said = [notBefore && `not before ${notBefore}`, notAfter && `not after ${notAfter}`].filter(Boolean);
    return said.length > 0 ? [`${name}: ${said.join(', ')}`] : [];
  });
  const bytes = f.locators.map(
    (l) =>
      `evidence ${l.evidence}, ${[...l.layers, ...(l.member ? [l.member] : [])].join(' > ')}: ${
        l.bytes.map((b) => `${b.length} bytes at ${b.offset}`).join(', ') || 'no bytes of its own'
      }`,
  );
  const about = `${f.about}, ${f.state}, severity ${f.severity}, confidence ${f.confidence}`;
  return [`${f.title} (${f.id}; ${about})`, f.explanation, ...bounds, ...bytes].join('\n');
}
