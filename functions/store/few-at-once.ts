/** States, or partitions, that are read at once: a whole record must not use up what others may read. */
const atOnce = 8;

/** What is made of each, a few at a time. */
export async function fewAtOnce<T, R>(all: readonly T[], one: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < all.length; from += atOnce)
    done.push(...(await Promise.all(all.slice(from, from + atOnce).map(one))));
  return done;
}
