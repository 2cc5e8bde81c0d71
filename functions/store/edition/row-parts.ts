import type { Day } from '../../core/calendar.ts';
import type { FormName } from '../../core/tables/forms.ts';
import type { Db } from '../db.ts';
import { asWritten, readSummaries, type Summaries } from './summary-parts.ts';

/** The course that the row of a State takes under each instrument. */
export type Taken = { state: string; courses: number[] };

/**
 * What all States refer to. Each day and each text stands once. A course has a number of turns, and each turn
 * has the day on which its text begins to hold. States that have done nothing under an instrument share a
 * course.
 */
export type Shared = { days: Day[]; texts: string[]; turns: number[]; on: number[]; text: number[] };

/** The rows of a State on a day, in the order of the ids of instruments. */
export type TextsOn = (day: Day) => string[];

/** Finds where every course stands on a day once for all States. */
export async function readParticipations(db: Db, form: FormName): Promise<Summaries<TextsOn> | null> {
  let last: { day: Day; texts: string[] } | undefined;
  const textsOn = (day: Day, shared: Shared): string[] => {
    if (last?.day !== day) last = { day, texts: followed(shared, lastUpTo(shared.days, day)) };
    return last.texts;
  };
  return readSummaries<Taken, TextsOn, Shared>(
    db,
    `participations.${form}`,
    ({ courses }, shared) =>
      (day) => {
        const texts = textsOn(day, shared);
        return courses.map((course) => texts[course] ?? '');
      },
  );
}

/** The text that each course has come to after all turns up to a day. */
function followed({ texts, turns, on, text }: Shared, day: number): string[] {
  let from = 0;
  return turns.map((many) => {
    let at = from;
    from += many;
    while (at + 1 < from && (on[at + 1] ?? 0) <= day) at += 1;
    return texts[text[at] ?? 0] ?? '';
  });
}

/** The index of the last of these days that is not later. */
function lastUpTo(days: readonly Day[], day: Day): number {
  let [from, to] = [0, days.length];
  while (from + 1 < to) {
    const middle = (from + to) >> 1;
    if ((days[middle] ?? '') <= day) from = middle;
    else to = middle;
  }
  return from;
}

/** The lines of every act of a State. */
export type ActLines = { state: string; lines: string };

export const readActs = (db: Db, form: FormName): Promise<Summaries<ActLines> | null> =>
  readSummaries(db, `acts.${form}`, asWritten<ActLines>);
