import type { Action, NewCorrection } from '../../../functions/core/action.ts';
import { correctAction, recordActions, type Setting } from '../../../functions/core/record/recording.ts';
import {
  actId,
  catalogue,
  holdings,
  instrument,
  newAct,
  notice,
  settingAt,
} from '../../support/core-builders.ts';

export const crc = instrument({ id: 'crc' });
export const under = instrument({ withdrawalRule: notice() });
export const at = (day: number): string => `2026-02-${String(day).padStart(2, '0')}T00:00:00.000Z`;
let made = 0;
export const withAll = (day: number, actions: readonly Action[]): Setting =>
  settingAt(at(day), {
    catalogue: catalogue([under, crc]),
    holdings: holdings(actions),
    newId: () => actId(++made),
  });

/** China's signature of the ICCPR. */
export const recorded = recordActions(withAll(1, []), 'iccpr', [
  { action: newAct('signature', '1998-10-05', { text: 'at New York' }) },
]).actions;
const [first] = recorded;
if (!first) throw new Error('an act was expected');
export const signature = first;

export const correct = (
  day: number,
  actions: readonly Action[],
  of: string,
  correction: NewCorrection,
  seed?: string,
) => correctAction(withAll(day, actions), 'iccpr', of, correction, seed);
export const changing = (changes: object, reason = 'misread'): NewCorrection =>
  ({ correction: 'amendment', reason, changes }) as NewCorrection;
export const retraction: NewCorrection = { correction: 'retraction', reason: 'not theirs' };
