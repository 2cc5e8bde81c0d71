/** Random choices that a seed repeats. */
export type Chance = {
  /** 0 ≤ next < 1. */
  next(): number;
  below(limit: number): number;
  /** True with this probability. */
  in(probability: number): boolean;
  pick<T>(of: readonly T[]): T;
};

/** mulberry32: small, and the same everywhere. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    in: (probability) => next() < probability,
    pick: (of) => {
      const picked = of[below(of.length)];
      if (picked === undefined) throw new RangeError('there is nothing to pick from');
      return picked;
    },
  };
}
