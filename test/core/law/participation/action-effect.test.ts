import { expect, test } from 'vitest';
import { actionEffect } from '../../../../functions/core/law/participation/action-effect.ts';
import { viewState } from '../../../../functions/core/law/state-view.ts';
import { act, catalogue, holdings, instrument, notice } from '../../../support/core-builders.ts';

const iccpr = instrument({ withdrawalRule: notice() });

/** The effect of each act, in the order given, as of a day. */
function effects(acts: ReturnType<typeof act>[], asOf = '2026-11-01', of = iccpr) {
  const under = viewState(catalogue([of]), holdings(acts), { asOf }).under.get('iccpr');
  if (!under) throw new Error('an instrument was expected');
  return acts.map((one) => actionEffect(under, one)?.on ?? null);
}

const joined = act('accession', '1990-01-10');
const left = act('denunciation', '1998-05-26', { effectiveOn: '1999-05-26' });
const leftByRule = act('denunciation', '1998-05-26');
const anew = (on: string) => act('accession', on);

test.each([
  ['after leaving', anew('2001-02-03'), '2001-05-03'],
  ['before the leaving takes effect', anew('1998-09-09'), '1999-05-26'],
  ['on the day of leaving', anew('1998-05-26'), '1999-05-26'],
])('who joins anew %s had effects before', (_, again, begins) => {
  expect(effects([joined, left, again])).toEqual(['1990-04-10', '1999-05-26', begins]);
  expect(effects([joined, leftByRule, again])).toEqual(['1990-04-10', '1999-05-26', begins]);
});

test('a notice that was rescinded never took effect, and nor did a consent that was withdrawn in time', () => {
  const rescinded = act('rescission', '1998-12-01');
  expect(effects([joined, leftByRule, rescinded])).toEqual(['1990-04-10', null, null]);
  const consented = act('accession', '2001-01-10');
  const back = act('withdrawal', '2001-02-10', { refersTo: consented.id });
  expect(effects([consented, back, anew('2002-01-10')])).toEqual([null, null, '2002-04-10']);
});

test('what is to come is told of the act in hand alone, and of no act of a territory', () => {
  expect(effects([joined, leftByRule], '1998-06-01')).toEqual(['1990-04-10', '1999-05-26']);
  expect(effects([joined, leftByRule, anew('1998-05-27')], '1998-06-01')).toEqual([
    '1990-04-10',
    '1999-05-26',
    null,
  ]);
  expect(effects([act('accession', '1990-01-10', { territory: 'HKG' })])).toEqual([null]);
});

test('a notice that takes effect at once had its effect, also of a State that came back', () => {
  const atOnce = instrument({ withdrawalRule: notice({ period: { days: 0 } }) });
  expect(effects([joined, leftByRule, anew('2001-02-03')], '2026-11-01', atOnce)).toEqual([
    '1990-04-10',
    '1998-05-26',
    '2001-05-03',
  ]);
});

test('an act has the effect that it states, whatever it is', () => {
  expect(effects([act('reservation', '1990-01-10', { effectiveOn: '1990-04-10' })])).toEqual(['1990-04-10']);
  expect(effects([joined, act('reservation', '1990-01-10')])).toEqual(['1990-04-10', null]);
});

test('a consent had its effect if the State left on the very day on which it bound, and none if on the day before', () => {
  const backOn = (day: string) => act('denunciation', day, { effectiveOn: day });
  const first = (day: string) => effects([joined, backOn(day), anew('2001-02-03')])[0];
  expect(first('1990-04-10')).toBe('1990-04-10');
  expect(first('1990-04-09')).toBeNull();
});
