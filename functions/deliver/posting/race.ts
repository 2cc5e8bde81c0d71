/** One error for all races, because an error of its own for each would carry a stack. */
const over = new Error('another was first');

type Racing = {
  /** Milliseconds before the next item begins beside one. */
  delay: number;
  isFinal: (error: unknown) => boolean;
};

/**
 * Tries items in order until one succeeds, the next one as soon as one has failed or `delay` is over; then it
 * aborts `won` for the others. Rejects with the first error that `isFinal`, or with that of the last to fail.
 */
export function firstToSucceed<T, R>(
  items: readonly T[],
  attempt: (item: T, won: AbortSignal) => Promise<R>,
  { delay, isFinal }: Racing,
): Promise<R> {
  const { promise, resolve, reject } = Promise.withResolvers<R>();
  const won = new AbortController();
  const rest = items.values();
  let open = 0;
  let timer: NodeJS.Timeout | undefined;
  const next = () => {
    clearTimeout(timer);
    const { value, done } = rest.next();
    if (done || won.signal.aborted) return;
    open += 1;
    timer = setTimeout(next, delay);
    attempt(value, won.signal).then(resolve, (error: unknown) => {
      open -= 1;
      if (isFinal(error)) return reject(error);
      next();
      if (open === 0) reject(error);
    });
  };
  next();
  return promise.finally(() => {
    clearTimeout(timer);
    won.abort(over);
  });
}
