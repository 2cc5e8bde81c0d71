/** How long a group waits behind a read under way, milliseconds: one that hangs must not hold up all that come after it. */
const longest = 5;

type Group<T> = { hasBegun: boolean; answer: PromiseWithResolvers<T> };

/**
 * Lets callers share a read without ever answering one with a read that began before it asked: all who ask within one
 * turn of the event loop share one, and those who come while it runs share the next. Who asks alone never waits.
 */
export function coalesced<T>(read: () => Promise<T>): () => Promise<T> {
  let open: Group<T> | undefined;
  let running = 0;

  const begin = (group: Group<T>): void => {
    if (group.hasBegun) return;
    group.hasBegun = true;
    if (open === group) open = undefined;
    running += 1;
    read().then(group.answer.resolve, group.answer.reject).finally(end);
  };
  const end = (): void => {
    running -= 1;
    if (open) setImmediate(begin, open);
  };
  return () => {
    if (open) return open.answer.promise;
    const group = { hasBegun: false, answer: Promise.withResolvers<T>() };
    open = group;
    if (running > 0) setTimeout(begin, longest, group);
    else setImmediate(begin, group);
    return group.answer.promise;
  };
}
