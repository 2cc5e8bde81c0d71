import { isRetraction } from '../../core/action.ts';
import { addMonths, type Day, type Instant } from '../../core/calendar.ts';
import { type Effect, effectsOf } from '../../core/law/effect.ts';
import type { InstrumentView, StateView } from '../../core/law/state-view.ts';
import { type ActionKind, isConsent, isSignature } from '../../core/vocabulary.ts';
import type { Asked } from '../asking/asked.ts';

/** Effects for States and their territories, past and to come, in the order of their days. */
export const effectsIn = (views: readonly StateView[]): Effect[] =>
  views
    .flatMap((view) => [...view.under.values()].flatMap((under) => effectsOf(view, under)))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));

const orderOf = ({ on, state, instrument, effect, territory }: Effect): string =>
  [on, state, instrument, effect, territory?.code].join(' ');

/** What the filters of the calendar let through: by State and instrument, and from one day to another. */
export const isAskedFor =
  ({ query: { state, instrument, from, to } }: Pick<Asked, 'query'>) =>
  (one: { on: Day; state: string; instrument: string }): boolean =>
    (!state || state.split(',').includes(one.state)) &&
    (!instrument || instrument.split(',').includes(one.instrument)) &&
    (!from || one.on >= from) &&
    (!to || one.on <= to);

export const yearBefore = (day: Day): Day => addMonths(day, -12);

export type PastAct = {
  id: string;
  on: Day;
  kind: ActionKind;
  state: string;
  instrument: string;
  cancelled: boolean;
};

/** Acts towards consent and acts that leave, those that were taken back among them. */
export function actsUnder(view: StateView, { recorded, actions, instrument }: InstrumentView): PastAct[] {
  const standing = new Map(actions.map((action) => [action.id, action]));
  return recorded.flatMap((original): PastAct[] => {
    if (original.corrects || isRetraction(original)) return [];
    const now = standing.get(original.id);
    const { kind, doneOn } = now ?? original;
    if (!isConsent(kind) && !isSignature(kind) && kind !== 'denunciation') return [];
    const at = { state: view.state.code, instrument: instrument.id };
    return [{ ...at, id: original.id, on: doneOn, kind, cancelled: now === undefined }];
  });
}

/** How often what is told of a participation may have changed, and when it last did: both only ever grow. */
export function revisionOf({ recorded, instrument }: InstrumentView): { sequence: number; at: Instant } {
  const instants = [instrument.recordedAt, ...recorded.map(({ recordedAt }) => recordedAt)];
  return {
    sequence: Math.max(0, recorded.length - 1) + instrument.version - 1,
    at: instants.reduce((a, b) => (a > b ? a : b)),
  };
}
