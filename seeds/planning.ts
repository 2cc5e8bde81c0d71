import { isDeepStrictEqual } from 'node:util';
import { contentOf } from '../functions/core/action.ts';
import type { Check, NewCheck } from '../functions/core/check.ts';
import type { Holdings } from '../functions/core/law/holdings.ts';
import { liveActions } from '../functions/core/law/live.ts';
import type { ActionSeed } from './seed.ts';

/** The writer that the record names for what the seeds loaded. */
export const seedsWriter = 'seeds';

/** What to do with a seed; later words of others are never overwritten. */
export type SeedPlan =
  | { plan: 'add' }
  | { plan: 'correct'; of: string }
  | { plan: 'unchanged' }
  | { plan: 'leave'; why: string };

type Versioned = { id: string; version: number; recordedAt: string; recordedBy: string };

/** Compares an instrument or a source on record with its seed. */
export function compareEntry(known: Versioned | undefined, seed: object): SeedPlan {
  if (!known) return { plan: 'add' };
  const { id, version, recordedAt: _, recordedBy, ...content } = known;
  if (isDeepStrictEqual(plain(content), plain(seed))) return { plan: 'unchanged' };
  if (recordedBy === seedsWriter) return { plan: 'correct', of: String(version) };
  return { plan: 'leave', why: `${id} was revised by ${recordedBy}` };
}

/** Compares an act on record with its seed, by the seed key under which it was first recorded. */
export function compareAction(
  { seed, action }: ActionSeed,
  instrument: string,
  { actions }: Holdings,
): SeedPlan {
  const under = actions.filter((one) => one.instrument === instrument);
  const original = under.find((one) => one.seed === seed && !one.corrects);
  if (!original) return { plan: 'add' };
  const live = liveActions(under).find(({ id }) => id === original.id);
  if (!live) return { plan: 'leave', why: `${seed} was retracted` };
  const { override: _, refersTo: __, ...stated } = action;
  const { refersTo: ___, ...recorded } = contentOf(live);
  if (isDeepStrictEqual(plain(recorded), plain(stated))) return { plan: 'unchanged' };
  const { recordedBy = seedsWriter } = under.find(({ id }) => id === live.statedIn) ?? {};
  if (recordedBy !== seedsWriter) return { plan: 'leave', why: `${seed} was amended by ${recordedBy}` };
  return { plan: 'correct', of: original.id };
}

export function isChecked(check: NewCheck, instrument: string, { checks }: Holdings): boolean {
  return checks.some((known: Check) => {
    const { state: _, instrument: under, recordedAt: __, recordedBy: ___, ...content } = known;
    return under === instrument && isDeepStrictEqual(plain(content), plain(check));
  });
}

/** A value as it would be read back: without undefined members, in any order. */
const plain = (value: object): unknown => JSON.parse(JSON.stringify(value));
