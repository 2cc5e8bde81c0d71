import { createHash } from 'node:crypto';
import type { Day } from '../../calendar.ts';
import { dayIn } from '../day.ts';
import { line } from '../text.ts';
import { binds } from '../untc/columns.ts';
import type { HeldAct } from './held.ts';

/** What a note tells of a State that leaves a treaty by which it is still bound on record. */
export type Leaving = { sentence: string; on: Day; bound: HeldAct };

const treaty =
  'the (?:[\\w-]+ ){0,3}(?:covenant|convention|protocol|agreement|treaty|statute)\\b(?! concerning)';

/**
 * Notes tell far more often of withdrawn reservations, declarations and objections, or of another convention by its
 * subject: neither is leaving this one.
 */
const leaves = new RegExp(
  `\\b(?:withdraw\\w*|withdrew) from ${treaty}|\\bdenunciation of ${treaty}|\\bdenounc(?:e|es|ed|ing) ${treaty}|\\bterminat\\w+ (?:of )?(?:its )?participation in ${treaty}`,
  'i',
);

/**
 * The first sentence of the notes that tells of leaving and gives its day, unless a denunciation of what stands is
 * known, or the State consented anew on that day or later.
 */
export function leavingIn(notes: readonly string[], held: readonly HeldAct[]): Leaving | null {
  const standing = held.filter(({ kind, withdrawn }) => binds(kind) && !withdrawn);
  if (standing.some(({ pending, denounced }) => pending || denounced)) return null;
  const bound = standing.toSorted((a, b) => a.on.localeCompare(b.on)).at(-1);
  if (!bound) return null;
  for (const sentence of notes.flatMap(sentencesOf)) {
    const on = leaves.test(sentence) ? dayIn(sentence) : null;
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

/** The same sentence is the same difference, whatever else is added to its note. */
export const hashOf = ({ sentence }: Leaving): string =>
  createHash('sha256').update(sentence).digest('hex').slice(0, 16);
