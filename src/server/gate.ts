import { Refusal } from './trouble.ts';

/** Lets so many questions be answered at once and so many wait; more are turned away, so that memory stays bounded. */
export class Gate {
  readonly #most: number;
  readonly #longest: number;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(most: number, longest: number) {
    this.#most = most;
    this.#longest = longest;
  }

  /** @throws Refusal 503 when too many wait already; the signal's reason when it was given up while waiting */
  async pass<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The place is handed on.
      if (next) next();
      else this.#inside--;
    }
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#inside < this.#most) {
      this.#inside++;
      return;
    }
    if (this.#waiting.length >= this.#longest)
      throw new Refusal(503, 'busy', `${this.#longest} questions wait already; ask again in a moment.`);
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        const place = this.#waiting.indexOf(enter);
        if (place >= 0) this.#waiting.splice(place, 1);
        reject(signal?.reason);
      };
      this.#waiting.push(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
