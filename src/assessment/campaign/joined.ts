/** Disjoint sets of numbers from 0: who belongs together, directly or through others. */
export class Joined {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  /** The smallest member of the set. */
  of(member: number): number {
    let root = member;
    while (this.#parent[root] !== root) root = this.#parent[root]!;
    for (let at = member; at !== root; ) {
      const up = this.#parent[at]!;
      this.#parent[at] = root;
      at = up;
    }
    return root;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.of(a), this.of(b)];
    if (x !== y) this.#parent[Math.max(x, y)] = Math.min(x, y);
  }
}

/** Joins everything that has a key in common. @param keysOf the keys of each member */
export function joinedBy(size: number, keysOf: (member: number) => Iterable<string>): Joined {
  const joined = new Joined(size);
  const first = new Map<string, number>();
  for (let member = 0; member < size; member++)
    for (const key of keysOf(member)) {
      const known = first.get(key);
      if (known === undefined) first.set(key, member);
      else joined.join(known, member);
    }
  return joined;
}
