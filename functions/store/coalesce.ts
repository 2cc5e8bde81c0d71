/** As many as share one read, the time that the first of them waits for the rest (milliseconds), and what is no crowd. */
const full = 32;
const longest = 2;
const few = 4;

type Group<T> = { size: number; hasBegun: boolean; answer: PromiseWithResolvers<T> };

/**
 * Lets callers share a read without ever answering one with a read that began before it asked. Who asks alone, as on
 * Lambda, never waits; where many ask at once, groups of them wait a moment for each other, since a read costs as much
 * as ten answers.
 */
export function coalesced<T>(read: () => Promise<T>): () => Promise<T> {
  let open: Group<T> | undefined;
  let [running, crowd] = [0, 0];

  const begin = (group: Group<T>): void => {
    if (group.hasBegun) return;
    group.hasBegun = true;
    if (open === group) open = undefined;
    crowd = group.size;
    running += 1;
    read().then(group.answer.resolve, group.answer.reject).finally(end);
  };
  const end = (): void => {
    running -= 1;
    if (open && open.size < few) begin(open);
  };
  return () => {
    open ??= { size: 0, hasBegun: false, answer: Promise.withResolvers<T>() };
    const group = open;
    group.size += 1;
    if (group.size >= full || (running === 0 && crowd < few)) begin(group);
    else if (group.size === 1) setTimeout(begin, longest, group);
    return group.answer.promise;
  };
}
