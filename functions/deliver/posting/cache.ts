/** Keeps the last `limit` values made, so that a long-lived instance stays small; failures are not kept. */
export function createCache<T>(limit: number) {
  const kept = new Map<string, Promise<T>>();
  const of = (key: string, make: () => Promise<T>): Promise<T> => {
    const known = kept.get(key);
    if (known) return known;
    const made = make();
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
    return made;
  };
  return { of, has: (key: string): boolean => kept.has(key) };
}
