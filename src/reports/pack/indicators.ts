import { isLoot, isStrong } from '../../assessment/index.ts';
import { byText, csvRow, type Finding } from '../../model/index.ts';

/** Something to look for on another device. */
export interface Indicator {
  type: 'sha256' | 'path';
  value: string;
  family: string;
  /** Where a file of this hash lay. */
  path?: string;
  /** True when the family is published, so that naming it tells of nobody. */
  published: boolean;
}

/** Indicators of one notice. */
const MOST = 5000;

/**
 * Whole files whose content is known, by hash, with the path at which they lay; stolen data aside. A path alone is one only
 * where nothing lies any more: elsewhere a file of the vendor may, on every other device.
 */
export function indicatorsOf(findings: readonly Finding[], isPublished: (family: string) => boolean): Indicator[] {
  const found = new Map<string, Indicator>();
  const add = (indicator: Indicator): void => {
    const key = `${indicator.type} ${indicator.value}`;
    const known = found.get(key);
    // Several rules may speak of one file; the one that names a published family says most.
    if (known ? indicator.published && !known.published : found.size < MOST) found.set(key, indicator);
  };
  for (const finding of findings) {
    if (!isStrong(finding) || isLoot(finding)) continue;
    const { rule, subject, state } = finding;
    const family = finding.family ?? rule.id;
    const about = { family, published: finding.family !== undefined && isPublished(family) };
    const path = subject.path;
    if (
      subject.content === 'intact' &&
      subject.sha256 !== undefined &&
      rule.source !== 'path' &&
      rule.source !== 'name'
    )
      add({ type: 'sha256', value: subject.sha256, ...about, ...(path !== undefined && { path }) });
    if (path !== undefined && state === 'removed') add({ type: 'path', value: path, ...about });
  }
  return [...found.values()].sort(
    (a, b) => byText(b.type, a.type) || byText(a.family, b.family) || byText(a.value, b.value),
  );
}

/** As CSV, for machines: the columns that `examine --iocs` reads. */
export const indicatorsCsv = (indicators: readonly Indicator[], handling: string): string =>
  [
    csvRow(['type', 'value', 'family', 'note']),
    ...indicators.map((i) => csvRow([i.type, i.value, i.family, handling])),
  ].join('');
