import { isConsent } from '../../vocabulary.ts';
import type { Holdings } from '../holdings.ts';
import { type StateView, viewState } from '../state-view.ts';
import { type Effect, effectsOf } from './effect.ts';

export type ToldEffect = Effect & { cancelled: boolean };

/** A name that stays the same when an effect's day is corrected. */
export const effectName = ({ action, effect, instrument, state, territory }: Effect): string =>
  [
    action ?? `${state}-${instrument}`,
    effect,
    effect === 'automatic-denunciation' ? instrument : null,
    territory?.code,
  ]
    .filter(Boolean)
    .join('-');

/**
 * Every effect ever published for a State, as it stands now. One is cancelled if its act was taken back or a
 * later act prevented it; what came to pass before the State left and rejoined stays.
 */
export function everTold(view: StateView, holdings: Holdings): ToldEffect[] {
  const now = effectsIn(view);
  if (!mayHaveChanged(holdings, now)) return now.map((effect) => ({ ...effect, cancelled: false }));
  const before = instantsOf(holdings).flatMap((knownAt) =>
    effectsIn(viewState(view.catalogue, holdings, { asOf: view.asOf, knownAt })),
  );
  const all = new Map([...before, ...now].map((effect) => [effectName(effect), effect]));
  const current = new Set(now.map(effectName));
  return [...all].map(([name, effect]) => ({
    ...effect,
    cancelled: !current.has(name) && !cameToPass(view, effect, name),
  }));
}

export const effectsIn = (view: StateView): Effect[] =>
  [...view.under.values()].flatMap((under) => effectsOf(view, under));

/**
 * Whether any effect may have been cancelled: only corrections, acts that end or undo others, renewed consent and
 * consent to a later instrument do that.
 */
function mayHaveChanged({ actions }: Holdings, now: readonly Effect[]): boolean {
  const undoes = actions.some(
    ({ corrects, kind }) => corrects || ['rescission', 'withdrawal', 'denunciation'].includes(kind),
  );
  const consents = actions.filter(({ kind }) => isConsent(kind)).map(({ instrument }) => instrument);
  const isDenounced = now.some(({ effect }) => effect === 'automatic-denunciation');
  return undoes || isDenounced || new Set(consents).size < consents.length;
}

const instantsOf = ({ actions }: Holdings): string[] =>
  [...new Set(actions.map(({ recordedAt }) => recordedAt))].sort();

function cameToPass(view: StateView, { instrument, on }: Effect, name: string): boolean {
  const under = view.under.get(instrument);
  if (!under || on > view.asOf) return false;
  const then = { ...under, position: view.positionOn(instrument, on) };
  return effectsOf({ ...view, asOf: on }, then).some(
    (effect) => effect.on === on && effectName(effect) === name,
  );
}
