import { isStrong } from '../../assessment/index.ts';
import type { Finding, Subject } from '../../model/index.ts';
import { confidenceNumber } from '../confidence.ts';
import type { Item } from '../items.ts';
import { nameOf } from '../items.ts';
import type { Bundle } from './bundle.ts';
import { propertyForm } from './property-form.ts';
import { stixTime } from './time.ts';

/** What was found of one item, as objects of a bundle. */
export interface ObservedItem {
  item: Item;
  /** Observed data: the file and what the findings say of it. */
  observed: string;
  /** The content as something to look for elsewhere; only of what is surely bad, and whole. */
  indicator?: string;
}

/** One version of one file: what it is, what was found, and where its bytes are. */
export function observe(bundle: Bundle, item: Item, at: string): ObservedItem {
  const [first] = item;
  const { folder, file } = fileOf(bundle, first);
  const key = item.map((f) => f.id).join(' ');
  const observed = bundle.own('observed-data', key, {
    first_observed: at,
    last_observed: at,
    number_observed: 1,
    object_refs: folder ? [file, folder] : [file],
    confidence: confidenceNumber[first.confidence],
    extensions: { [bundle.extension]: { extension_type: 'property-extension', findings: propertyForm(item) } },
  });
  const indicator = indicatorOf(bundle, item, key, at);
  if (indicator) bundle.relate(indicator, 'based-on', observed);
  return { item, observed, ...(indicator && { indicator }) };
}

/** A file as STIX observes it; content without a name goes by where it lies. */
function fileOf(bundle: Bundle, finding: Finding): { file: string; folder?: string } {
  const { subject } = finding;
  const { path } = subject;
  const cut = path?.lastIndexOf('/') ?? -1;
  const folder = path && cut >= 0 ? bundle.observable('directory', { path: path.slice(0, cut) || '/' }) : undefined;
  const hashes = hashesOf(subject);
  // The identifier counts one hash, the first that there is of these (STIX 2.1, 2.9).
  const [method, value] = Object.entries(hashes)[0] ?? [];
  const name = path?.slice(cut + 1) || nameOf(finding);
  const file = bundle.observable(
    'file',
    { ...(method && { hashes: { [method]: value } }), name, ...(folder && { parent_directory_ref: folder }) },
    {
      ...(method && { hashes }),
      size: subject.size,
      ...stixTime('ctime', subject.born),
      ...stixTime('mtime', subject.modified),
    },
  );
  return { file, ...(folder && { folder }) };
}

/** In the order in which STIX prefers them for identifiers. */
const hashesOf = ({ md5, sha1, sha256 }: Subject): Record<string, string> => ({
  ...(md5 && { MD5: md5 }),
  ...(sha1 && { 'SHA-1': sha1 }),
  ...(sha256 && { 'SHA-256': sha256 }),
});

function indicatorOf(bundle: Bundle, item: Item, key: string, at: string): string | undefined {
  const strong = item.find(isStrong);
  const { sha256 } = item[0].subject;
  if (!strong || !sha256 || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  return bundle.own('indicator', key, {
    name: strong.title || nameOf(strong),
    ...(strong.explanation && { description: strong.explanation }),
    indicator_types: ['malicious-activity'],
    pattern: `[file:hashes.'SHA-256' = '${sha256}']`,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: at,
    confidence: confidenceNumber[strong.confidence],
  });
}
