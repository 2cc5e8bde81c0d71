/** Keeps the values used last, up to a total weight of `most`; the one unused for longest goes first. */
export function createRecent<T>(most: number, weigh: (value: T) => number = () => 1) {
  const kept = new Map<string, T>();
  let weight = 0;

  const drop = (key: string): void => {
    const value = kept.get(key);
    if (value === undefined) return;
    kept.delete(key);
    weight -= weigh(value);
  };

  return {
    get: (key: string): T | undefined => {
      const value = kept.get(key);
      if (value === undefined) return undefined;
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    set: (key: string, value: T): void => {
      drop(key);
      kept.set(key, value);
      weight += weigh(value);
      for (const oldest of kept.keys()) {
        if (weight <= most) return;
        drop(oldest);
      }
    },
  };
}
