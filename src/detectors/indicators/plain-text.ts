/**
 * A value of a document as text, when it is plain; anything else is no text. `String` would ask an object for its
 * `toString`, which a hostile document can set to something that cannot be called.
 */
export const plainText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
