import * as z from 'zod';
import type { Citation } from '../functions/core/citation.ts';
import { InstrumentId, StateCode } from '../functions/core/ids.ts';
import { NewReading } from '../functions/core/record/reading.ts';
import { ActionKind } from '../functions/core/vocabulary.ts';
import type { ActionSeed, ParticipationSeed } from './seed.ts';
import { type SeedError, seedFault } from './seed-error.ts';

const act = '\\[?[a-z]+(?:-[a-z]+)* \\d{4}-\\d{2}-\\d{2}\\]?';

/**
 * `rosters/<instrument>.json`: what a depositary's page lists, a line for each participant, such as
 * `"signature 1966-12-19, [ratification 1975-10-03]"`; an act in brackets no longer counts.
 */
export const RosterFile = z.strictObject({
  instrument: InstrumentId,
  reading: NewReading,
  participants: z.record(
    StateCode,
    z.string().regex(new RegExp(`^${act}(?:, ${act})*$`), 'acts such as "signature 1966-12-19" are expected'),
  ),
});
export type RosterFile = z.infer<typeof RosterFile>;

type Listed = { kind: ActionKind; doneOn: string; isWithdrawn: boolean };

/** Adds the listed acts to the hand-written ones, which also tell how an act in brackets ended. */
export function withRosters(
  byHand: readonly ParticipationSeed[],
  rosters: readonly RosterFile[],
): ParticipationSeed[] {
  const all = new Map(byHand.map((seed) => [placeOf(seed), seed]));
  for (const roster of rosters)
    for (const [state, acts] of Object.entries(roster.participants)) {
      const { instrument } = roster;
      const own = all.get(placeOf({ state, instrument })) ?? { state, instrument, actions: [], checks: [] };
      const listed = listedIn(acts, roster, state);
      requireEnds(listed, own);
      all.set(placeOf(own), withListed(own, listed, roster.reading.source));
    }
  return [...all.values()];
}

const placeOf = ({ state, instrument }: { state: string; instrument: string }): string =>
  `${state} ${instrument}`;

function listedIn(acts: string, { instrument }: RosterFile, state: string): Listed[] {
  return acts.split(', ').map((text) => {
    const isWithdrawn = text.startsWith('[');
    const [kind, doneOn = ''] = text.replace(/^\[|\]$/g, '').split(' ');
    const known = ActionKind.safeParse(kind);
    if (!known.success) throw faultOf(instrument, state, `"${kind}" is no kind of act`);
    return { kind: known.data, doneOn, isWithdrawn };
  });
}

const faultOf = (instrument: string, state: string, reason: string): SeedError =>
  seedFault(`rosters/${instrument}.json`, `/participants/${state}`, reason);

/** Merges an act that is listed and hand-written into one, with the page as one more source. */
function withListed(own: ParticipationSeed, listed: readonly Listed[], source: Citation): ParticipationSeed {
  const byHand = own.actions.map((seed) =>
    listed.some((one) => isSame(one, seed)) ? attested(seed, source) : seed,
  );
  const added = listed.filter((one) => !byHand.some((seed) => isSame(one, seed)));
  const actions = [...byHand, ...added.map((one) => seedOf(one, own, source))];
  return { ...own, actions: actions.toSorted((a, b) => order(a).localeCompare(order(b))) };
}

const order = ({ action }: ActionSeed): string => action.doneOn;

const isSame = ({ kind, doneOn }: Listed, { action }: ActionSeed): boolean =>
  action.kind === kind && action.doneOn === doneOn && action.territory === undefined;

const attested = ({ action, ...seed }: ActionSeed, source: Citation): ActionSeed => ({
  ...seed,
  action: { ...action, sources: [...action.sources, source] },
});

const seedOf = (
  { kind, doneOn }: Listed,
  { state, instrument }: ParticipationSeed,
  source: Citation,
): ActionSeed => ({
  seed: `${state.toLowerCase()}-${instrument}-${kind}`,
  action: { kind, doneOn, sources: [source] },
});

/** Requires the end of an act in brackets by hand, because a page tells it in notes, never in its table. */
function requireEnds(listed: readonly Listed[], { state, instrument, actions }: ParticipationSeed): void {
  const ends = actions.filter(({ action }) => endings.has(action.kind));
  for (const { kind, doneOn } of listed.filter(({ isWithdrawn }) => isWithdrawn))
    if (!ends.some(({ action }) => action.doneOn >= doneOn))
      throw faultOf(
        instrument,
        state,
        `the ${kind} of ${doneOn} counts no longer, and states/${state}.json does not say what ended it`,
      );
}

const endings: ReadonlySet<string> = new Set(['denunciation', 'withdrawal']);
