import type { Action } from '../action.ts';
import type { Instant } from '../calendar.ts';
import type { Check } from '../check.ts';
import type { Instrument } from '../instrument.ts';
import type { RecordedReading } from '../record/reading.ts';
import type { Source } from '../source.ts';
import type { State } from '../state.ts';
import type { Standing } from './standing.ts';

/** What is on record apart from acts. */
export type Catalogue = {
  instruments: ReadonlyMap<string, Instrument>;
  sources: ReadonlyMap<string, Source>;
  states: ReadonlyMap<string, State>;
  /** By instrument, the whole reading of its depositary's document that reaches furthest. */
  readings: ReadonlyMap<string, RecordedReading>;
};

/** Everything recorded under one State; standings by instrument. */
export type Holdings = {
  state: State;
  actions: readonly Action[];
  checks: readonly Check[];
  standings: ReadonlyMap<string, Standing>;
};

/** The two axes of a question: what was so on a day, as it was known at an instant (by default, all that is known). */
export type Viewpoint = { asOf: string; knownAt?: Instant | undefined };

/** Whether anything had been recorded of the State by then. */
export const isKnownBy = ({ actions, checks }: Holdings, knownAt: Instant | undefined): boolean =>
  knownAt === undefined ||
  [actions, checks].some((all) => all.some(({ recordedAt }) => recordedAt <= knownAt));
