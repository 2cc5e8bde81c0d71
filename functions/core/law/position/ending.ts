import type { Day } from '../../calendar.ts';
import type { AutomaticDenunciation, Termination } from '../../instrument/provisions.ts';
import type { Instrument } from '../../instrument.ts';

/** An event that ends a State's participation without its own notice. */
export type Ending = {
  kind: Termination['kind'] | 'automatic-denunciation';
  on: Day;
  rule: string;
  /** The later instrument: the one that replaced this one, or whose acceptance denounces it. */
  by: string | null;
  /** The State's consent to that instrument; null if the instrument itself ended. */
  action: string | null;
};

/** Whether the instrument itself ended, for every State. */
export const isOfAll = ({ kind }: Ending): boolean => kind !== 'automatic-denunciation';

export const terminationOf = ({ termination }: Instrument): Ending[] =>
  termination
    ? [
        {
          kind: termination.kind,
          on: termination.on,
          rule: termination.rule,
          by: termination.replacedBy ?? null,
          action: null,
        },
      ]
    : [];

type Later = { consent: { id: string; doneOn: Day } | null; inForce: { on: Day | null } | null };

/** The denunciation that follows from a State's position under the later instrument, if it follows. */
export function automaticDenunciation(
  { by, from, clause }: AutomaticDenunciation,
  { consent, inForce }: Later,
): Ending[] {
  const on = from === 'consent' ? consent?.doneOn : inForce?.on;
  return consent && on ? [{ kind: 'automatic-denunciation', on, rule: clause, by, action: consent.id }] : [];
}
