type Gathered<T, R> = { item: T; resolve: (result: R) => void; reject: (error: unknown) => void };

/** Collects items to write together; `add` answers the result of its item. */
export type Gather<T, R> = {
  add(item: T): Promise<R>;
  /** Says that one of the expected items has nothing to write. */
  leave(): void;
};

/**
 * Gathers items that come at nearly the same time and writes them in one request: once all `expected` have
 * come or left, or `hold` ms after the first.
 */
export function createGather<T, R>(
  write: (items: T[]) => Promise<R[]>,
  { expected = 0, hold = 0 }: { expected?: number; hold?: number } = {},
): Gather<T, R> {
  let waiting: Gathered<T, R>[] = [];
  let open = expected;
  let timer: NodeJS.Timeout | undefined;
  let isFlushing = false;

  const flush = async () => {
    const group = waiting;
    waiting = [];
    isFlushing = false;
    clearTimeout(timer);
    timer = undefined;
    try {
      const results = await write(group.map(({ item }) => item));
      for (const [index, one] of group.entries()) one.resolve(results[index] as R);
    } catch (error) {
      for (const one of group) one.reject(error);
    }
  };
  const schedule = () => {
    if (waiting.length === 0 || isFlushing) return;
    if (open > 0 && hold > 0) {
      timer ??= setTimeout(flush, hold);
      return;
    }
    isFlushing = true;
    setImmediate(flush);
  };
  return {
    add: (item) => {
      open -= 1;
      return new Promise<R>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        schedule();
      });
    },
    leave: () => {
      open -= 1;
      schedule();
    },
  };
}
