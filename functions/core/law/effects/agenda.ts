import { isRetraction } from '../../action.ts';
import type { Day, Instant } from '../../calendar.ts';
import { type ActionKind, isConsent, isSignature } from '../../vocabulary.ts';
import type { Holdings } from '../holdings.ts';
import type { InstrumentView, StateView } from '../state-view.ts';
import type { Effect } from './effect.ts';
import { effectsIn, everTold, type ToldEffect } from './told.ts';

export type PastAct = {
  id: string;
  on: Day;
  kind: ActionKind;
  state: string;
  instrument: string;
  cancelled: boolean;
};

/** How often what is told of a participation may have changed, and when it last did: both only ever grow. */
export type ToldVersion = { instrument: string; sequence: number; at: Instant };

/** What calendars show of a State, from one day. */
export type Agenda = {
  state: string;
  /** What takes effect, past and to come. */
  effects: readonly Effect[];
  /** Effects that were ever told, where they are not those alone. */
  told: readonly ToldEffect[] | null;
  /** Acts towards consent and acts that leave, those that were taken back among them. */
  acts: readonly PastAct[];
  revisions: readonly ToldVersion[];
};

/** What calendars show from the day of a view; `holdings` are those that it was folded from. */
export function agendaOf(view: StateView, holdings: Holdings): Agenda {
  const effects = effectsIn(view);
  const told = everTold(view, holdings);
  const some = [...view.under.values()].filter(({ recorded }) => recorded.length > 0);
  return {
    state: holdings.state.code,
    effects,
    told: told.length === effects.length ? null : told,
    acts: some.flatMap((under) => actsUnder(view, under)),
    revisions: some.map(revisionOf),
  };
}

/** Effects as calendars tell them that take back what does not hold any more. */
export const toldIn = ({ told, effects }: Agenda): readonly ToldEffect[] =>
  told ?? effects.map((effect) => ({ ...effect, cancelled: false }));

function actsUnder(view: StateView, { recorded, actions, instrument }: InstrumentView): PastAct[] {
  const live = new Map(actions.map((action) => [action.id, action]));
  return recorded.flatMap((original): PastAct[] => {
    if (original.corrects || isRetraction(original)) return [];
    const now = live.get(original.id);
    const { kind, doneOn } = now ?? original;
    if (!isConsent(kind) && !isSignature(kind) && kind !== 'denunciation') return [];
    const at = { state: view.state.code, instrument: instrument.id };
    return [{ ...at, id: original.id, on: doneOn, kind, cancelled: now === undefined }];
  });
}

function revisionOf({ recorded, instrument }: InstrumentView): ToldVersion {
  const instants = [instrument.recordedAt, ...recorded.map(({ recordedAt }) => recordedAt)];
  return {
    instrument: instrument.id,
    sequence: Math.max(0, recorded.length - 1) + instrument.version - 1,
    at: instants.reduce((a, b) => (a > b ? a : b)),
  };
}
