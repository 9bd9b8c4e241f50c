import { drawable } from '../../../../src/reports/times.ts';
import type { StoryAnswer } from '../../model.ts';
import { around, type Range, within } from '../../time/range.ts';

/**
 * The stretch that is shown first: from the earliest bound of any finding to where the events end, so that a story does not begin with the
 * day on which the vendor built its files. Without dated findings, where nearly all events lie.
 */
export function usualOf({ findings, usual }: Pick<StoryAnswer, 'findings' | 'usual'>, whole: Range): Range {
  const points = findings
    .flatMap(({ appeared, removed }) => [
      appeared?.notBefore,
      appeared?.notAfter,
      removed?.notBefore,
      removed?.notAfter,
    ])
    .map(drawable)
    .filter((ms) => ms !== undefined);
  const until = usual && drawable(usual.until);
  const from = points.length > 0 ? points.reduce((a, b) => Math.min(a, b)) : usual && drawable(usual.from);
  if (from === undefined || until === undefined) return whole;
  const last = points.reduce((a, b) => Math.max(a, b), until);
  return within(around({ from, until: last }), whole);
}
