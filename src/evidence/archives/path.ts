/**
 * The place of a member within its archive, from the name stored: absolute, `/`-separated, and never outside. Stored
 * names are hostile: `..`, leading slashes and drive letters are resolved away, and a note keeps what was stored.
 */
export function memberPath(stored: string): { path: string; notes: string[] } {
  const odd: string[] = [];
  let rest = stored;
  if (/^[A-Za-z]:[\\/]/.test(rest)) {
    odd.push('has a drive letter');
    rest = rest.slice(2).replaceAll('\\', '/');
  }
  if (rest.startsWith('/')) odd.push('is absolute');
  const parts: string[] = [];
  let above = false;
  for (const part of rest.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else {
      above = true;
      parts.pop();
    }
  }
  if (above) odd.push('contains ".."');
  if (rest.includes('\0')) odd.push('contains a NUL');
  const notes = odd.length > 0 ? [`The stored name "${stored}" ${odd.join(' and ')}.`] : [];
  return { path: `/${parts.join('/')}`, notes };
}
