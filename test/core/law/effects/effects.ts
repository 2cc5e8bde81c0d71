import type { Instrument } from '../../../../functions/core/instrument.ts';
import { effectsOf } from '../../../../functions/core/law/effects/effect.ts';
import { act, instrument, notice, recordOn } from '../../../support/core-builders.ts';

export type Acts = ReturnType<typeof act>[];

export const iccpr = instrument({ withdrawalRule: notice({ period: { months: 3 } }) });
export const under = (others: Instrument[], acts: Acts, asOf = '2026-01-01') => {
  const { view } = recordOn(others, acts, asOf);
  const one = view.under.get(others[0]?.id ?? '');
  return one ? effectsOf(view, one) : [];
};
export const effects = (acts: Acts, of = iccpr, asOf?: string) =>
  under([of], acts, asOf).map(({ on, effect, basis, territory }) =>
    [on, effect, basis, territory?.code, territory?.status].filter(Boolean).join(' '),
  );
export const consented = (day: string, over: object = {}) => act('accession', day, over);
