import { visible } from '../model/visible.ts';

/**
 * A text as Markdown prose that shows exactly this text: no markup, no HTML, no link of its own. Escaped are the
 * characters that CommonMark and GitHub's extensions act on.
 */
export const prose = (text: string): string =>
  visible(text)
    .replace(/[\\`*_[\]<>&#|~!$]/g, '\\$&')
    .replace(/:\/\//g, '\\://')
    .replace(/\bwww\./gi, (m) => `${m.slice(0, 3)}\\.`)
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^[-+=]/, '\\$&');

/** A text as a code span, fenced by more backticks than it holds in a row. */
export function code(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map((m) => m[0].length));
  const fence = '`'.repeat(longest + 1);
  // Spaces next to the fence are taken away again by the reader, unless all is space.
  const pad = longest > 0 || (/^ | $/.test(shown) && /[^ ]/.test(shown)) ? ' ' : '';
  return shown === '' ? '(empty)' : `${fence}${pad}${shown}${pad}${fence}`;
}

/** A command of ours as a code block, indented to stand in a list item. */
export const block = (text: string, indent: string): string => `${indent}    ${text}`;
