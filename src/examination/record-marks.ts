/** Numbers of records that are watched for, in little memory: every record of every live log is asked whether it is one. */
export class RecordMarks {
  /** A hash table with open addressing; nought stands for nothing. */
  readonly #slots: Float64Array;
  readonly #mask: number;
  /** Marks that were added; those that were twice count twice. */
  count = 0;

  /** @param most marks that will be added at most */
  constructor(most: number) {
    const size = 2 ** Math.ceil(Math.log2(2 * most + 2));
    this.#slots = new Float64Array(size);
    this.#mask = size - 1;
  }

  /** @param mark from `markOf` */
  add(mark: number): void {
    this.#slots[this.#placeOf(mark)] = mark + 1;
    this.count++;
  }

  has(mark: number): boolean {
    return this.#slots[this.#placeOf(mark)] !== 0;
  }

  #placeOf(mark: number): number {
    let place = mark & this.#mask;
    for (let slot = this.#slots[place]!; slot !== 0 && slot !== mark + 1; slot = this.#slots[place]!)
      place = (place + 1) & this.#mask;
    return place;
  }
}
