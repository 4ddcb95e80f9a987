// Seeded randomness for simulations and fault runs: the same seed makes the same choices.

/** Chance that is the same again for the same seed. */
export type Random = {
  /** True with the given probability, 0 to 1. */
  chance: (probability: number) => boolean;
  /** A whole number from `least` to `most`, both included. */
  integer: (least: number, most: number) => number;
  /** One of the items. @throws {RangeError} when there are none. */
  pick: <Item>(items: readonly Item[]) => Item;
  /** A duration around the mean, often shorter and now and then much longer, in milliseconds. */
  durationMs: (meanMs: number) => number;
};

/** Makes a generator of its own sequence: Marsaglia's xorshift of 32 bits. */
export function createRandom(seed: number): Random {
  // Zero would stay zero; neighbouring seeds are driven apart by the first numbers, thrown away.
  let state = (seed ^ 0x9e37_79b9) >>> 0 || 1;
  const next = (): number => {
    state = (state ^ (state << 13)) >>> 0;
    state = (state ^ (state >>> 17)) >>> 0;
    state = (state ^ (state << 5)) >>> 0;
    return (state - 1) / 4_294_967_295;
  };
  for (let thrownAway = 0; thrownAway < 20; thrownAway += 1) next();
  const integer = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    chance: (probability) => next() < probability,
    integer,
    pick: (items) => {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError('There is nothing to pick from.');
      return item;
    },
    durationMs: (meanMs) => Math.round(-Math.log(1 - next()) * meanMs),
  };
}
