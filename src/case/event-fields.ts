import type { EventRow } from './event-row.ts';

/** What JSON does not write as it is. */
const special = /["\\\x00-\x1f\ud800-\udfff]/;

/** Names of which the text is kept. */
const MOST = 10_000;

/**
 * The fields of events as JSON, as `JSON.stringify` writes them and several times as quick, but without the last brace:
 * more of them are added later, and to take a brace away costs more than to add one.
 */
export class FieldsJson {
  /** The names of the event before, which are nearly always those of the next, and what stands before each value. */
  #names: string[] = [];
  #before: string[] = [];
  readonly #known = new Map<string, string>();

  of({ values, more }: EventRow['fields']): string {
    let text = '';
    let i = 0;
    for (const name in values) {
      const value = values[name]!;
      if (this.#names[i] !== name) {
        this.#names[i] = name;
        this.#before[i] = this.#beforeOf(name, i);
      }
      text += this.#before[i]!;
      // The quote that a plain value begins with stands there already.
      text += special.test(value) ? JSON.stringify(value).slice(1, -1) : value;
      i++;
    }
    text += i > 0 ? (more === '' ? '"' : '",') : '{';
    return text + more;
  }

  /** `{"name":"` or, behind another value, `","name":"`. */
  #beforeOf(name: string, i: number): string {
    let quoted = this.#known.get(name);
    if (quoted === undefined) {
      quoted = `${JSON.stringify(name)}:"`;
      if (this.#known.size < MOST) this.#known.set(name, quoted);
    }
    return i === 0 ? `{${quoted}` : `",${quoted}`;
  }
}
