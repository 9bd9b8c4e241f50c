import { createHash } from 'node:crypto';
import { type ByteSource, sketchOf } from '../bytes/index.ts';
import { byText, type Claim, type Likeness } from '../model/index.ts';

/** Content up to here is sketched whole; of longer content only what stands around the matches, for the rest is the vendor's. */
const WHOLE = 16 * 1024;
/** Bytes before and after a match, and bytes in all. */
const AROUND = 1024;
const MOST = 128 * 1024;
/** Secrets kept of one content. */
const SECRETS = 16;

/** What a claim's content can be recognised by elsewhere; nothing for claims that say little. */
export function likenessOf(claim: Claim, source: ByteSource | undefined, size: number): Likeness | undefined {
  if (!source || claim.about !== 'compromise' || (claim.severity !== 'high' && claim.severity !== 'critical')) return;
  const bytes = Buffer.concat(rangesOf(claim, size).map(({ from, to }) => Buffer.from(source.read(from, to - from))));
  const sketch = sketchOf(bytes);
  const secrets = secretsOf(bytes.toString('latin1'));
  if (sketch === undefined && secrets.length === 0) return undefined;
  return { ...(sketch !== undefined && { sketch }), ...(secrets.length > 0 && { secrets }) };
}

function rangesOf({ matched }: Claim, size: number): { from: number; to: number }[] {
  if (size <= WHOLE || matched.length === 0) return [{ from: 0, to: Math.min(size, MOST) }];
  const ranges: { from: number; to: number }[] = [];
  let bytes = 0;
  for (const { offset, length } of [...matched].sort((a, b) => a.offset - b.offset)) {
    const from = Math.max(0, offset - AROUND);
    const to = Math.min(size, offset + Math.min(length, AROUND) + AROUND);
    const last = ranges.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else ranges.push({ from, to });
    bytes += to - from;
    if (bytes >= MOST) break;
  }
  return ranges;
}

/** Hashes, keys and passwords as they stand in scripts and programs: by their shape, or by the name they are given. */
const shapes: readonly RegExp[] = [
  /(?<![0-9a-zA-Z])([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{48}|[0-9a-f]{64})(?![0-9a-zA-Z])/gi,
  /(\$(?:1|2[aby]|5|6)\$[./A-Za-z0-9$]{20,120})/g,
  /(?:pass|pwd|secret|key|token)\w{0,20}["']?\s{0,4}(?:=>?|:|,)\s{0,4}["']([^"'\s]{6,128})["']/gi,
];

/** Digests of what looks like a secret, sorted. The same secret has the same digest in every case. */
export function secretsOf(text: string): string[] {
  const found = new Set<string>();
  for (const shape of shapes)
    for (const [, secret] of text.matchAll(shape)) {
      // One character over and over, or a name in capitals, is nobody's secret.
      if (new Set(secret!.toLowerCase()).size < 5) continue;
      found.add(createHash('sha256').update(`afterimage secret ${secret}`).digest('hex').slice(0, 16));
      if (found.size >= SECRETS) break;
    }
  return [...found].sort(byText);
}
