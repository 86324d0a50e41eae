/** A small seeded generator, so that a run can be repeated from its seed. Nothing here is for secrets. */

export class Rng {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** The generator of the `index`th request of a run: a request does not depend on those before it. */
  static forRequest(seed: number, index: number): Rng {
    const rng = new Rng(seed ^ Math.imul(index + 1, 0x9e3779b1));
    rng.#next();
    return rng;
  }

  /** 0 … count − 1. */
  below(count: number): number {
    return Math.floor((this.#next() / 4_294_967_296) * count);
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.#next() / 4_294_967_296 < probability;
  }

  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new RangeError("nothing to pick from");
    return picked;
  }

  bytes(size: number): Buffer {
    const bytes = Buffer.alloc(size);
    for (let index = 0; index < size; index += 1) bytes[index] = this.below(256);
    return bytes;
  }

  /** Mulberry32. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
