/**
 * A value as STIX writes properties: names in lower case with underscores, and no empty list (STIX 2.1, 2.8 and 3.1).
 * What is left out says nothing: an empty list of ours is a list without entries.
 */
export function propertyForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(propertyForm);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      inner === undefined || (Array.isArray(inner) && inner.length === 0) ? [] : [[snake(name), propertyForm(inner)]],
    ),
  );
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
