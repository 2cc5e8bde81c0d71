import type { Answered } from './event.ts';

/**
 * An answer made from a stamp of the record (null if it depends on none), and the 304 for clients that have
 * it.
 */
export type KeptAnswer = { stamp: string | null; answer: Answered; unchanged: Answered };

/** Remembers answers by request, up to `limit` bytes; those unused for longest go first. */
export function createMemory(limit: number) {
  const kept = new Map<string, KeptAnswer>();
  let held = 0;

  const drop = (key: string): void => {
    const entry = kept.get(key);
    if (!entry) return;
    kept.delete(key);
    held -= sizeOf(key, entry);
  };

  const keep = (key: string, entry: KeptAnswer): void => {
    drop(key);
    const size = sizeOf(key, entry);
    if (size > limit / 8) return;
    kept.set(key, entry);
    held += size;
    for (const oldest of kept.keys()) {
      if (held <= limit) return;
      drop(oldest);
    }
  };

  const recall = (key: string): KeptAnswer | undefined => {
    const entry = kept.get(key);
    if (entry && held > limit / 2) {
      kept.delete(key);
      kept.set(key, entry);
    }
    return entry;
  };

  return { keep, recall };
}

const overhead = 800;

/** An estimate: a character takes two bytes at most, and mostly one. */
const sizeOf = (key: string, { answer }: KeptAnswer): number =>
  2 * (key.length + answer.body.length) + overhead;
