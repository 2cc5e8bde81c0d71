import { createHash } from 'node:crypto';
import type { Day } from '../../calendar.ts';
import { binds } from '../cell-kind.ts';
import { firstDayIn } from '../day.ts';
import { line } from '../text.ts';
import type { HeldAct } from './held.ts';

/** What a note tells of a State that leaves a treaty by which it is still bound on record. */
export type Leaving = { sentence: string; on: Day; bound: HeldAct };

const treaty =
  'the (?:[\\w-]+ ){0,3}(?:covenant|convention|protocol|agreement|treaty|statute)\\b(?! concerning)';

/**
 * Notes speak far more often of withdrawn reservations, declarations and objections, or of another
 * convention, than of leaving this one.
 */
const leaves = new RegExp(
  `\\b(?:withdraw\\w*|withdrew) from ${treaty}|\\bdenunciation of ${treaty}|\\bdenounc(?:e|es|ed|ing) ${treaty}|\\bterminat\\w+ (?:of )?(?:its )?participation in ${treaty}`,
  'i',
);

/**
 * Finds the first sentence of the notes that says a State left, with its day. It does not count if a
 * denunciation of what stands is known already, or if the State consented again on that day or later.
 */
export function leavingIn(notes: readonly string[], held: readonly HeldAct[]): Leaving | null {
  const live = held.filter(({ kind, withdrawn }) => binds(kind) && !withdrawn);
  if (live.some(({ pending, denounced }) => pending || denounced)) return null;
  const bound = live.toSorted((a, b) => a.on.localeCompare(b.on)).at(-1);
  if (!bound) return null;
  for (const sentence of notes.flatMap(sentencesOf)) {
    const on = leaves.test(sentence) ? firstDayIn(sentence) : null;
    if (on !== null && on > bound.on) return { sentence, on, bound };
  }
  return null;
}

/** The longest real notes have 25,000 characters. */
const longestNote = 50_000;

const sentencesOf = (note: string): string[] =>
  note
    .slice(0, longestNote)
    .split(/\n|(?<=[.;]["”]?)\s+/)
    .map(line);

/** Hashes the sentence alone: a longer note around it is still the same difference. */
export const hashOf = ({ sentence }: Leaving): string =>
  createHash('sha256').update(sentence).digest('hex').slice(0, 16);
