import type { Action } from '../action.ts';
import type { Instant } from '../calendar.ts';
import type { Check } from '../check.ts';
import type { Instrument } from '../instrument.ts';
import type { RecordedReading } from '../record/reading.ts';
import type { Source } from '../source.ts';
import type { State } from '../state.ts';
import type { Standing } from './standing.ts';

/** Everything on record except acts: instruments, sources, States. */
export type Catalogue = {
  instruments: ReadonlyMap<string, Instrument>;
  sources: ReadonlyMap<string, Source>;
  states: ReadonlyMap<string, State>;
  /** By instrument: the whole reading of its depositary's document that reaches furthest. */
  readings: ReadonlyMap<string, RecordedReading>;
};

/** Everything recorded under one State; `standings` are by instrument. */
export type Holdings = {
  state: State;
  actions: readonly Action[];
  checks: readonly Check[];
  standings: ReadonlyMap<string, Standing>;
};

/**
 * The two time axes of a question: the day it asks about, and the instant whose knowledge it uses (default:
 * all).
 */
export type Viewpoint = { asOf: string; knownAt?: Instant | undefined };

/** Whether anything was recorded of the State by then. */
export const isKnownBy = ({ actions, checks }: Holdings, knownAt: Instant | undefined): boolean =>
  knownAt === undefined ||
  [actions, checks].some((all) => all.some(({ recordedAt }) => recordedAt <= knownAt));
