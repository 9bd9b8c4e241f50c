/** The searches of a rule: maps, lists, keywords, and the modifiers behind `|` in a field's name. */
import { type Compare, type Expression, type Piece, type Test, type TimeUnit, Unusable } from './rule.ts';
import { dashes, encoders, plainText, tidy, wildcards } from './value.ts';

const deepest = 20;
/** Values in one rule. */
const mostValues = 5000;

/** Counts the values of a rule, so that an enormous one is refused while it is read. */
export class Budget {
  #values = 0;

  take(): void {
    if (++this.#values > mostValues) throw new Unusable(`the rule has more than ${mostValues} values`);
  }
}

/** One named search. @throws Unusable */
export function readSearch(value: unknown, budget: Budget, depth = 0): Expression {
  if (depth > deepest) throw new Unusable(`a search is nested more than ${deepest} deep`);
  if (Array.isArray(value)) {
    if (value.length === 0) throw new Unusable('a search is an empty list');
    return any(value.map((one) => readSearch(one, budget, depth + 1)));
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    if (entries.length === 0) throw new Unusable('a search is empty');
    return all(entries.map(([key, values]) => readField(key, values, budget)));
  }
  if (typeof value === 'string' || typeof value === 'number') return readField('', value, budget);
  throw new Unusable(`a search is ${value === null ? 'null' : typeof value}, expected a map or a list`);
}

const any = (parts: Expression[]): Expression => (parts.length === 1 ? parts[0]! : { kind: 'or', parts });
const all = (parts: Expression[]): Expression => (parts.length === 1 ? parts[0]! : { kind: 'and', parts });

function readField(key: string, value: unknown, budget: Budget): Expression {
  const [name = '', ...modifiers] = key.split('|');
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new Unusable(`${key} has no values`);
  const wanted = new Modifiers(
    name,
    modifiers.map((m) => m.trim().toLowerCase()),
  );
  const parts = values.flatMap((one) => {
    budget.take();
    return wanted.tests(one).map((test): Expression => ({ kind: 'match', ...(name !== '' && { field: name }), test }));
  });
  const joined = wanted.has('all') ? all(parts) : any(parts);
  return wanted.has('neq') ? { kind: 'not', part: joined } : joined;
}

const compares: readonly string[] = ['lt', 'lte', 'gt', 'gte'] satisfies Compare[];
const units: readonly string[] = ['minute', 'hour', 'day', 'week', 'month', 'year'] satisfies TimeUnit[];
const places: readonly string[] = ['contains', 'startswith', 'endswith'];
const known = new Set([
  ...compares,
  ...units,
  ...places,
  ...Object.keys(encoders),
  ...['all', 're', 'i', 'm', 's', 'cidr', 'exists', 'cased', 'neq', 'fieldref', 'windash', 'expand'],
]);

class Modifiers {
  readonly #field: string;
  readonly #list: readonly string[];

  constructor(field: string, list: readonly string[]) {
    this.#field = field;
    this.#list = list;
    const strange = list.find((m) => !known.has(m));
    if (strange !== undefined) throw new Unusable(`${field}: modifier ${JSON.stringify(strange)} is not known`);
    if (this.has('expand'))
      throw new Unusable(`${field}: expand needs values for its placeholders, and there are none`);
    for (const flag of ['i', 'm', 's'])
      if (this.has(flag) && !this.has('re')) throw new Unusable(`${field}: modifier ${flag} only goes with re`);
    if (field === '' && list.some((m) => ['cidr', 'exists', 'fieldref', ...compares, ...units].includes(m)))
      throw new Unusable(`a keyword cannot have the modifier ${list.join('|')}`);
  }

  has(name: string): boolean {
    return this.#list.includes(name);
  }

  /** What one value asks; several tests are alternatives. */
  tests(value: unknown): Test[] {
    const unit = this.#list.find((m) => units.includes(m));
    const how = this.#list.find((m) => compares.includes(m));
    if (this.has('exists')) return [{ op: 'exists', is: boolean(value, this.#field) }];
    if (unit)
      return [{ op: 'time', unit: unit as TimeUnit, how: (how as Compare) ?? 'eq', number: this.#number(value) }];
    if (how) return [{ op: 'compare', how: how as Compare, number: this.#number(value) }];
    if (value === null) return [{ op: 'null' }];
    if (typeof value === 'number' || typeof value === 'boolean') return this.#texts(String(value));
    if (typeof value !== 'string')
      throw new Unusable(`${this.#field || 'a keyword'}: a value is a ${typeof value}, expected text or a number`);
    if (value.includes('\0'))
      throw new Unusable(`${this.#field}: a value holds a NUL character, which no log line does`);
    if (this.has('re'))
      return [{ op: 'regex', source: value, flags: ['i', 'm', 's'].filter((f) => this.has(f)).join('') }];
    if (this.has('cidr')) return [{ op: 'cidr', network: value }];
    if (this.has('fieldref'))
      return [{ op: 'field', other: value, how: this.#place() ?? 'equals', cased: this.has('cased') }];
    return this.#texts(value);
  }

  #place(): 'contains' | 'startswith' | 'endswith' | undefined {
    return this.#list.find((m) => places.includes(m)) as 'contains' | 'startswith' | 'endswith' | undefined;
  }

  #texts(value: string): Test[] {
    let pieces = wildcards(value);
    if (this.has('windash')) pieces = dashes(pieces);
    const texts = this.#list.some((m) => m in encoders) ? this.#encoded(pieces) : [pieces];
    const place = this.#field === '' ? 'contains' : this.#place();
    const before: Piece[] = place === 'contains' || place === 'endswith' ? ['any'] : [];
    const behind: Piece[] = place === 'contains' || place === 'startswith' ? ['any'] : [];
    return texts.map((t) => ({ op: 'text', pieces: tidy([...before, ...t, ...behind]), cased: this.has('cased') }));
  }

  #encoded(pieces: readonly Piece[]): Piece[][] {
    let bytes: Buffer[] = [Buffer.from(plainText(pieces, this.#list.join('|')))];
    for (const modifier of this.#list) {
      const encode = encoders[modifier];
      if (encode) bytes = bytes.flatMap(encode);
    }
    if (bytes.some((one) => one.includes(0)))
      throw new Unusable(`${this.#field}: UTF-16 as it is stands in no log line; base64 must follow`);
    return bytes.map((one) => [{ text: one.toString('utf8') }]);
  }

  #number(value: unknown): number {
    const number = typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,6})?$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number))
      throw new Unusable(`${this.#field}: ${this.#list.join('|')} compares with a number`);
    return number;
  }
}

function boolean(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new Unusable(`${field}: exists is true or false`);
}
