/**
 * How old implants are when they go, as a density that never rises: most go early or at any time, and none more likely
 * late. It is the least concave majorant of the observed ages (Grenander 1956), so that ages which agree because all went
 * on one day, which is what a wave looks like, spread over all ages before.
 */
export class Ages {
  /** Knots of the cumulative distribution, from (0, 0) to (greatest age, 1); its slopes fall. */
  readonly #ages: number[] = [0];
  readonly #sums: number[] = [0];

  /** @param ages milliseconds, at least one */
  constructor(ages: readonly number[]) {
    const sorted = ages.map((a) => Math.max(a, 1)).sort((a, b) => a - b);
    sorted.forEach((age, i) => {
      if (sorted[i + 1] === age) return;
      const sum = (i + 1) / sorted.length;
      // A knot that the line from the one before it to the new point passes above is no corner.
      while (
        this.#ages.length > 1 &&
        this.#slope(this.#ages.length - 2) <= this.#slopeTo(this.#ages.length - 1, age, sum)
      ) {
        this.#ages.pop();
        this.#sums.pop();
      }
      this.#ages.push(age);
      this.#sums.push(sum);
    });
  }

  #slope(knot: number): number {
    return this.#slopeTo(knot, this.#ages[knot + 1]!, this.#sums[knot + 1]!);
  }

  #slopeTo(knot: number, age: number, sum: number): number {
    return (sum - this.#sums[knot]!) / (age - this.#ages[knot]!);
  }

  /** Share of implants that are gone at an age. */
  before(age: number): number {
    if (age >= this.#ages.at(-1)!) return 1;
    const knot = this.#knot(this.#ages, Math.max(0, age));
    return this.#sums[knot]! + this.#slope(knot) * (Math.max(0, age) - this.#ages[knot]!);
  }

  /** The age by which a share is gone. */
  by(share: number): number {
    if (share >= 1) return this.#ages.at(-1)!;
    const knot = this.#knot(this.#sums, share);
    return this.#ages[knot]! + (share - this.#sums[knot]!) / this.#slope(knot);
  }

  #knot(of: readonly number[], value: number): number {
    let low = 0;
    let high = of.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (of[middle]! <= value) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Stretches of equal density from one age to another. */
  *pieces(least: number, most: number): Generator<{ from: number; to: number; share: number }> {
    for (let i = 0; i + 1 < this.#ages.length && this.#ages[i]! < most; i++) {
      const [from, to] = [Math.max(least, this.#ages[i]!), Math.min(most, this.#ages[i + 1]!)];
      if (to > from) yield { from, to, share: this.#slope(i) * (to - from) };
    }
  }
}
