import { piecesOf } from '../../model/visible.ts';
import type { Words } from '../words/index.ts';

/** Text that is markup already. Only `html` makes one, so whatever else reaches a page is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | undefined | false | readonly Part[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in an element or in a quoted attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c]!);

/** A template whose values are escaped, unseen characters shown as escapes; lists are joined, nothing stays nothing. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Markup {
  let text = strings[0]!;
  for (const [i, value] of values.entries()) text += render(value) + strings[i + 1]!;
  return new Markup(text);
}

function render(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return shown(part);
  return part.map(render).join('');
}

/** A text from evidence: what cannot be seen stands as an escape of another look, so that it cannot be faked. */
const shown = (text: string): string =>
  piecesOf(text)
    .map((p) => (p.escaped ? `<span class="esc">${escaped(p.text)}</span>` : escaped(p.text)))
    .join('');

/** Text that stays English in every language, marked as such for screen readers and fonts. */
export const english = (text: string, { tag }: Words): Markup =>
  tag === 'en' ? html`${text}` : html`<span lang="en">${text}</span>`;

/** A sentence of the case in the language of the page, or as it stands. */
export const said = (text: string, words: Words): Markup => or(words.sentence(text), text, words);

/** A statement or cell of an assessment in the language of the page, or as it stands. */
export const assessedText = (text: string, words: Words): Markup => or(words.assessedText(text), text, words);

const or = (translated: string | undefined, text: string, words: Words): Markup =>
  translated === undefined ? english(text, words) : unbroken(translated);

const instant = /(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?)/;

/** A text in which no moment is broken over two lines. */
export const unbroken = (text: string): Markup =>
  html`${text.split(instant).map((piece, i) => (i % 2 === 1 ? html`<span class="fit">${piece}</span>` : piece))}`;
