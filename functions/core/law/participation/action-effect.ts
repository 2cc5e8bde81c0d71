import * as z from 'zod';
import { addDays, Day } from '../../calendar.ts';
import { Basis, isConsent } from '../../vocabulary.ts';
import type { LiveAction } from '../live.ts';
import { stepOf } from '../position/act-step.ts';
import { positionOf } from '../position/position.ts';
import type { Position } from '../position/shape.ts';
import type { InstrumentView } from '../state-view.ts';

export const ActionEffect = z.lazy(() => z.object({ on: Day, basis: Basis }).meta({ id: 'ActionEffect' }));
export type ActionEffect = z.infer<typeof ActionEffect>;

/** When an act takes or took effect on the status, also if a later act followed it; null if never. */
export function actionEffect(under: InstrumentView, action: LiveAction): ActionEffect | null {
  const now = effectIn(under.position, action);
  if (now) return now;
  if (action.effectiveOn) return { on: action.effectiveOn, basis: 'stated' };
  return stepOf(action.kind) ? effectBefore(under, action) : null;
}

function effectIn({ consent, inForce, withdrawal }: Position, action: LiveAction): ActionEffect | null {
  if (action.id === consent?.id && inForce?.on) return { on: inForce.on, basis: inForce.basis };
  if (action.id === withdrawal?.notice.id) return { on: withdrawal.on, basis: withdrawal.basis };
  return null;
}

/**
 * The effect of an act that later acts have replaced; null if nothing was left of it when its day came, such
 * as a rescinded notice.
 */
function effectBefore(
  { instrument, actions, position }: InstrumentView,
  action: LiveAction,
): ActionEffect | null {
  const on = (day: Day) => effectIn(positionOf(instrument, actions, day, position.endings), action);
  const hoped = on(action.doneOn);
  if (!hoped) return null;
  const lastDay = isConsent(action.kind) ? hoped.on : addDays(hoped.on, -1);
  return lastDay < action.doneOn || on(lastDay) ? hoped : null;
}
