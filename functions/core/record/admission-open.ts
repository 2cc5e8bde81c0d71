import type { NewAction } from '../action.ts';
import { bestTier } from '../citation.ts';
import { refuseAt } from '../errors.ts';
import type { Instrument } from '../instrument.ts';
import { openActs } from '../law/open-act.ts';
import { positionBefore } from '../law/position/position.ts';
import { irregularityOf } from '../law/regularity.ts';
import type { StateView } from '../law/state-view.ts';

/**
 * Refuses an act that was not open to the State on its day, unless the depositary states it or an editor
 * gives a reason; then it is recorded as done, and marked irregular.
 */
export function checkOpen(action: NewAction, instrument: Instrument, view: StateView): void {
  if (action.override !== undefined || bestTier(action.sources) === 'primary') return;
  const position = positionUpTo(action, instrument, view);
  const irregular = irregularityOf(action, {
    state: view.state,
    instrument,
    position,
    statusUnder: view.statusUnder,
  });
  if (!irregular) return;
  const detail = `${irregular.detail} To record it all the same, cite a primary source that states it, or give override.reason.`;
  const open = openActs(instrument, view.state.kind, position, view.statusUnder, action.doneOn);
  refuseAt('act-not-open', '/kind', detail, { openActs: open, irregular });
}

/** Where the acts before this one left the State; law orders acts of one day. */
function positionUpTo(action: NewAction, instrument: Instrument, view: StateView) {
  const actions = view.under.get(instrument.id)?.actions ?? [];
  const { state, asOf } = view;
  const next = {
    ...action,
    id: '~',
    statedIn: '~',
    state: state.code,
    instrument: instrument.id,
    recordedAt: '',
    recordedBy: '',
  };
  return positionBefore(instrument, actions, next, view.endingsOn(instrument, asOf));
}
