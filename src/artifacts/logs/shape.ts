/*
 * The records of a log have the same names in the same order nearly always. An object that is made by putting one name
 * after the other costs more than reading the line; one that is copied from the last of its kind does not.
 */

/** Shapes that are remembered, of all logs together; hostile lines may have any names. */
const MOST = 5000;
let made = 0;

const nothing: Record<string, string> = {};

/** Some names in order; from each shape the shapes with one more name are known. */
class Shape {
  readonly names: readonly string[];
  /** The name that came next the last time, and the shape with it. */
  likely: string | undefined;
  #next: Shape | undefined;
  readonly #others = new Map<string, Shape>();
  #model: Record<string, string> | undefined;

  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** This very shape for a name that it has, or that every object has. */
  with(name: string): Shape {
    if (name === this.likely) return this.#next!;
    let next = this.#others.get(name);
    if (!next) {
      if (this.names.includes(name) || name in nothing) return this;
      next = new Shape([...this.names, name]);
      if (made < MOST) {
        made++;
        this.#others.set(name, next);
      }
    }
    [this.likely, this.#next] = [name, next];
    return next;
  }

  /** An object with these names. */
  empty(): Record<string, string> {
    // An object made by JSON has its members in place, those put in one by one are looked up in a table of their own.
    this.#model ??= JSON.parse(`{${this.names.map((name) => `${JSON.stringify(name)}:""`).join()}}`);
    return { ...this.#model };
  }
}

const root = new Shape([]);

/** Fields of one record, put one after the other. Of a name that comes twice the first one counts. */
export class FieldList {
  #shape = root;
  readonly #values: string[] = [];
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** The name that came here the last time. */
  get likely(): string | undefined {
    return this.#shape.likely;
  }

  put(name: string, value: string): void {
    const next = this.#shape.with(name);
    if (next === this.#shape) return;
    this.#shape = next;
    this.#values[this.#count++] = value;
  }

  /** The fields; the list is empty then. */
  take(): Record<string, string> {
    const { names } = this.#shape;
    const fields = this.#shape.empty();
    for (let i = 0; i < this.#count; i++) fields[names[i]!] = this.#values[i]!;
    this.#shape = root;
    this.#count = 0;
    return fields;
  }
}
