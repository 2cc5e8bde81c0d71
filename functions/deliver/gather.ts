type Waiting<T, R> = { item: T; resolve: (result: R) => void; reject: (error: unknown) => void };

/** What is written together: `add` answers what became of the item. */
export type Gather<T, R> = {
  add(item: T): Promise<R>;
  /** Tells that an item that was expected has nothing to write. */
  leave(): void;
};

/**
 * Gathers what is done at nearly the same time, to be written in one request: as soon as nobody more is expected, and else
 * `hold` ms after the first has come.
 */
export function createGather<T, R>(
  write: (items: T[]) => Promise<R[]>,
  { expected = 0, hold = 0 }: { expected?: number; hold?: number } = {},
): Gather<T, R> {
  let waiting: Waiting<T, R>[] = [];
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
