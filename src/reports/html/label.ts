import { visible } from '../../model/visible.ts';

/** A name beside a drawing, cut in its middle: the end of a path tells files apart. @param most characters */
export function shortName(name: string, most: number): string {
  const safe = [...visible(name || '/')];
  if (safe.length <= most) return safe.join('');
  const head = Math.floor(most / 3);
  return `${safe.slice(0, head).join('')}…${safe.slice(-(most - head - 1)).join('')}`;
}
