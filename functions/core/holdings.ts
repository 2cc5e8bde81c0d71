import type { Action } from './action.ts';
import type { Instant } from './calendar.ts';
import type { Check } from './check.ts';
import type { Instrument } from './instrument.ts';
import type { Source } from './source.ts';
import type { State } from './state.ts';

/** What is on record apart from acts. */
export type Catalogue = {
  instruments: ReadonlyMap<string, Instrument>;
  sources: ReadonlyMap<string, Source>;
  states: ReadonlyMap<string, State>;
};

/** Everything recorded under one State. `versions` counts the writes under each instrument. */
export type Holdings = {
  state: State;
  actions: readonly Action[];
  checks: readonly Check[];
  versions: ReadonlyMap<string, number>;
};

/** The two axes of a question: what was so on a day, as it was known at an instant (by default, all that is known). */
export type Viewpoint = { asOf: string; knownAt?: Instant | undefined };
