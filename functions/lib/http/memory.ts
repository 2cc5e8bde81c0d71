import type { Answered } from './event.ts';

/** An answer as of a stamp of the record (null for one that hangs on none), and what is said to whoever has it. */
export type KeptAnswer = { stamp: string | null; answer: Answered; unchanged: Answered };

/** Answers by request, at most `limit` bytes of them: the ones asked for longest ago give way. */
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

/** Text takes two bytes a character at most; most of it takes one. */
const sizeOf = (key: string, { answer }: KeptAnswer): number =>
  2 * (key.length + answer.body.length) + overhead;
