import { describe, expect, test } from 'vitest';
import { positionOf } from '../../../functions/core/law/position/position.ts';
import { viewState } from '../../../functions/core/law/state-view.ts';
import { statementsInEffect } from '../../../functions/core/law/statement.ts';
import { Tally, tallyOf } from '../../../functions/core/law/tally.ts';
import { requireTerritory } from '../../../functions/core/law/territory/territory.ts';
import type { RecordedReading } from '../../../functions/core/record/reading.ts';
import { act, catalogue, china, cited, holdings, instrument, notice } from '../../support/core-builders.ts';

const iccpr = instrument({ withdrawalRule: notice() });

const row = (isLookedAt: boolean, ...acts: ReturnType<typeof act>[]) => {
  const view = viewState(catalogue([iccpr]), holdings(acts), { asOf: '2026-01-01' });
  const under = view.under.get('iccpr');
  if (!under) throw new Error('a view was expected');
  return { under, isLookedAt };
};

const signed = () => row(true, act('signature', '2000-01-01'));
const party = () => row(true, act('signature', '2000-01-01'), act('ratification', '2001-01-01'));
const acceded = () => row(true, act('accession', '2001-01-01'));
const gone = () =>
  row(
    true,
    act('signature', '2000-01-01'),
    act('ratification', '2001-01-01'),
    act('denunciation', '2010-01-01'),
  );
const waiting = () => row(true, act('accession', '2025-12-31'));
const unseen = () => row(false);
const seen = () => row(true);

const reading = (printed: RecordedReading['printed']): RecordedReading => ({
  statusAsAt: '2025-06-01',
  source: cited,
  printed,
  rows: 3,
  instrument: 'iccpr',
  recordedAt: '2025-06-02T00:00:00.000Z',
  recordedBy: 'watch',
});

describe('a tally', () => {
  test('counts where participants stand, and apart from them those at whom nobody looked', () => {
    const rows = [signed(), party(), acceded(), gone(), waiting(), unseen(), unseen(), seen()];
    const tally = tallyOf('2026-01-01', rows, undefined, []);
    expect(tally).toEqual({
      asOf: '2026-01-01',
      counts: { 'no-action': 1, signatory: 1, 'contracting-state': 1, party: 2, 'former-party': 1 },
      notLookedAt: 2,
      signatories: 2,
      parties: 3,
      printed: null,
      differences: [],
    });
    expect(Tally.parse(tally)).toEqual(tally);
  });

  test('says where the depositary counts otherwise, and whether the record did so on that day', () => {
    const rows = [signed(), party(), acceded()];
    const then = [signed(), acceded()];
    const tally = tallyOf('2026-01-01', rows, reading({ signatories: 1, parties: 9 }), then);
    expect(tally.printed).toEqual({ statusAsAt: '2025-06-01', signatories: 1, parties: 9, source: cited });
    expect(tally.differences).toEqual([
      {
        count: 'signatories',
        printed: 1,
        computed: 2,
        why: expect.stringContaining('on that day the record counts the same'),
      },
      {
        count: 'parties',
        printed: 9,
        computed: 2,
        why: expect.stringContaining('The record counts 1 for 2025-06-01 too'),
      },
    ]);
    expect(Tally.parse(tally)).toEqual(tally);
    expect(tallyOf('2026-01-01', rows, reading({ signatories: 2 }), then).differences).toEqual([]);
  });
});

describe('statements in effect', () => {
  const consent = act('ratification', '2001-01-01');
  const inEffect = (asOf: string, ...acts: ReturnType<typeof act>[]) => {
    const all = [consent, ...acts];
    return statementsInEffect(iccpr, all, positionOf(iccpr, all, asOf), asOf).map(({ doneOn }) => doneOn);
  };

  test('are in the order of their days, whatever that of recording', () => {
    const [late, early, last] = ['2003-01-01', '2002-01-01', '2004-01-01'].map((day) =>
      act('declaration', day),
    );
    if (late && early && last)
      expect(inEffect('2026-01-01', late, last, early)).toEqual(['2002-01-01', '2003-01-01', '2004-01-01']);
  });

  test('begin on their own day, or on the day that the depositary states', () => {
    const one = act('reservation', '2002-01-01', { effectiveOn: '2003-01-01' });
    expect(inEffect('2002-12-31', one)).toEqual([]);
    expect(inEffect('2003-01-01', one)).toEqual(['2002-01-01']);
    expect(inEffect('2002-01-01', act('declaration', '2002-01-01'))).toEqual(['2002-01-01']);
  });

  test('of the State end with its participation, on the very day, but not those for a territory', () => {
    const left = act('denunciation', '2010-01-01');
    const [own, there] = [
      act('declaration', '2002-01-01'),
      act('declaration', '2002-01-02', { territory: 'HKG' }),
    ];
    expect(inEffect('2010-12-31', left, own, there)).toEqual(['2002-01-01', '2002-01-02']);
    expect(inEffect('2011-01-01', left, own, there)).toEqual(['2002-01-02']);
    const [onIt, after] = [act('declaration', '2011-01-01'), act('declaration', '2011-01-02')];
    expect(inEffect('2012-01-01', left, onIt, after)).toEqual(['2011-01-02']);
  });

  test('under a provision begin when that does, and no sooner', () => {
    const part = { provision: 'article 41', inForceOn: '2005-01-01' };
    const under = instrument({ partialEntriesIntoForce: [part] as never });
    const one = (doneOn: string, over = {}) =>
      act('optional-declaration', doneOn, { provision: 'article 41', ...over });
    const on = (asOf: string, action: ReturnType<typeof act>) =>
      statementsInEffect(under, [consent, action], positionOf(under, [consent, action], asOf), asOf).length;
    expect([on('2004-12-31', one('2004-01-01')), on('2005-01-01', one('2004-01-01'))]).toEqual([0, 1]);
    expect([on('2005-12-31', one('2006-01-01')), on('2006-01-01', one('2006-01-01'))]).toEqual([0, 1]);
  });
});

test('a territory must be the State’s', () => {
  expect(() => requireTerritory('HKG', china, '/territory')).not.toThrow();
  expect(() => requireTerritory('XXX', china, '/territory')).toThrow(
    'XXX is not a territory of CHN: HKG, MAC.',
  );
  const { territories: _, ...none } = china;
  expect(() => requireTerritory('HKG', none, '/territory')).toThrow('it has none');
});
