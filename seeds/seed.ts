import type { NewAction } from '../functions/core/action.ts';
import type { NewCheck } from '../functions/core/check.ts';
import type { NewInstrument } from '../functions/core/instrument.ts';
import type { NewReading } from '../functions/core/record/reading.ts';
import type { NewSource } from '../functions/core/source.ts';
import type { State } from '../functions/core/state.ts';

export type InstrumentSeed = { id: string; instrument: NewInstrument };
export type SourceSeed = { id: string; source: NewSource; letter?: string };
/** `refersTo` is missing, because only the loader knows the id of the act seeded as `refersToSeed`. */
export type ActionSeed = { seed: string; action: NewAction; refersToSeed?: string };
export type ParticipationSeed = {
  state: string;
  instrument: string;
  actions: ActionSeed[];
  checks: NewCheck[];
};

/** A depositary's page that was read whole. */
export type ReadingSeed = { instrument: string; reading: NewReading };

/** All seeds, with citations resolved, validated by the record's schemas. */
export type Seeds = {
  states: State[];
  instruments: InstrumentSeed[];
  sources: SourceSeed[];
  participations: ParticipationSeed[];
  readings: ReadingSeed[];
};
