import { propertyOf } from './observation.ts';
import type { Comparison } from './stix-ast.ts';

/**
 * Values one of which an entry must have for a comparison to hold, as `sha256:…`, `name:…`; undefined when there is no
 * such list and every entry must be asked. With it, hundreds of thousands of indicators cost a few lookups an entry.
 */
export function keysOf(comparison: Comparison): string[] | undefined {
  if (comparison.type === 'or') {
    const all: string[] = [];
    for (const part of comparison.of) {
      const keys = keysOf(part);
      if (!keys) return undefined;
      all.push(...keys);
    }
    return [...new Set(all)];
  }
  if (comparison.type === 'and') {
    const lists = comparison.of.map(keysOf).filter((keys) => keys !== undefined);
    return lists.sort((a, b) => weight(a) - weight(b))[0];
  }
  if (comparison.type === 'exists' || comparison.negated) return undefined;
  if (comparison.operator !== '=' && comparison.operator !== 'IN') return undefined;
  const property = propertyOf(comparison.path);
  if (!property || !(property.type === 'hash' || property.type === 'string')) return undefined;
  const values = Array.isArray(comparison.value) ? comparison.value : [comparison.value];
  return values.map(({ value }) => {
    const text = String(value);
    if (property.type === 'hash') return `${property.key}:${text.toLowerCase()}`;
    const key = property.key === 'name' && text.includes('/') ? 'path' : property.key;
    return `${key}:${key === 'name' || text.length === 1 ? text : text.replace(/\/+$/, '')}`;
  });
}

/** The rarer the value, the better the key: a hash before a path before a name before a folder. */
function weight(keys: string[]): number {
  const rank = ['md5', 'sha1', 'sha256', 'path', 'name', 'folder'];
  return Math.max(...keys.map((key) => rank.indexOf(key.slice(0, key.indexOf(':')))));
}
