import { describe, expect, test } from 'vitest';
import { addDays, type Day } from '../../../functions/core/calendar.ts';
import type { Instrument } from '../../../functions/core/instrument.ts';
import type { Catalogue, Holdings } from '../../../functions/core/law/holdings.ts';
import { viewState } from '../../../functions/core/law/state-view.ts';
import { positionRows } from '../../../functions/core/tables/participation-row.ts';
import { type RowTurn, turningRows } from '../../../functions/core/tables/turning-rows.ts';
import { act, catalogue, cited, holdings, instrument, notice } from '../../support/core-builders.ts';

const covenant = instrument({ openedForSignatureOn: '1966-12-19', withdrawalRule: notice() });
const protocol = instrument({
  id: 'later',
  adoptedOn: '1990-01-01',
  inForceOn: '1992-01-01',
  acts: [
    {
      act: 'signature',
      from: '1990-06-01',
      until: '1991-02-28',
      requires: [{ instrument: 'iccpr', status: 'signatory' }],
    },
    { act: 'ratification', afterSignature: true },
    { act: 'accession', requires: [{ anyOf: [{ instrument: 'iccpr', status: 'party' }] }] },
  ],
});
const revised = instrument({
  withdrawalRule: notice(),
  automaticDenunciations: [{ by: 'later', from: 'entry-into-force', clause: 'article 9' }],
});
const ended = instrument({
  termination: { kind: 'abrogation', on: '2000-01-01', rule: 'decision', sources: [cited] },
});

const territories = [
  { code: 'HKG', name: 'Hong Kong', from: '1997-07-01' },
  { code: 'MAC', name: 'Macao', from: '1981-01-01' },
];

const signed = act('signature', '1975-01-01');
const ratified = act('ratification', '1980-05-03');
const notified = act('denunciation', '1990-02-01');
const inHongKong = (kind: Parameters<typeof act>[0], doneOn: Day, over = {}) =>
  act(kind, doneOn, { territory: 'HKG', ...over });

const lives: Record<string, [Instrument, ReturnType<typeof act>[]]> = {
  'a State that does nothing': [covenant, []],
  'one that signs and ratifies': [covenant, [signed, ratified]],
  'one whose act takes effect on a day that it states': [
    covenant,
    [act('ratification', '1980-05-03', { effectiveOn: '1985-04-05' })],
  ],
  'one that leaves and comes back': [covenant, [ratified, notified, act('accession', '1995-01-01')]],
  'one that joins anew before it has left': [covenant, [ratified, notified, act('accession', '1990-06-01')]],
  'one that withdraws its signature': [
    covenant,
    [signed, act('withdrawal', '1978-01-01', { refersTo: signed.id, effectiveOn: '1978-03-02' })],
  ],
  'one that consents to what revises it': [
    revised,
    [ratified, act('accession', '1991-11-20', { instrument: 'later' })],
  ],
  'a party when the instrument ends': [ended, [ratified, inHongKong('territorial-extension', '1998-02-03')]],
  'one that extends it to a territory before it is in force': [
    covenant,
    [ratified, inHongKong('territorial-extension', '1980-05-03')],
  ],
  'one that gives notice for a territory': [
    covenant,
    [
      ratified,
      inHongKong('continued-application', '1997-06-20', { effectiveOn: '1997-07-01' }),
      inHongKong('denunciation', '1999-03-04'),
    ],
  ],
  'one that withdraws what it said of a territory': [
    covenant,
    [
      inHongKong('territorial-exclusion', '1998-01-02', { id: notified.id }),
      act('withdrawal', '1999-05-06', { refersTo: notified.id, effectiveOn: '1999-08-07' }),
    ],
  ],
  'one of whose act no exact day was read': [
    covenant,
    [inHongKong('territorial-extension', '1998-01-02', { doneOnBasis: 'no-later-than' })],
  ],
};

/** The days that a life's acts and the instruments name. */
const namedBy = (life: [Instrument, ReturnType<typeof act>[]]): Day[] =>
  JSON.stringify([life, protocol, territories]).match(/\b\d{4}-\d{2}-\d{2}\b/g) ?? [];

/** Every fourth week, and the days around each that is named or on which rows turn. */
function daysAround(named: readonly Day[]): Day[] {
  const around = named.flatMap((day) => [addDays(day, -1), day, addDays(day, 1)]);
  return [...Array.from({ length: 450 }, (_, at) => addDays('1966-11-30', 28 * at)), ...new Set(around)];
}

const rowOn = (turns: readonly RowTurn[], day: Day) => turns.findLast(({ on }) => on <= day)?.row;

function lived([under, acts]: [Instrument, ReturnType<typeof act>[]]): [Catalogue, Holdings] {
  const all = holdings(acts);
  return [catalogue([under, protocol]), { ...all, state: { ...all.state, territories } }];
}

describe('rows of every day say what a fold on that day says', () => {
  test.each(Object.entries(lives))('%s', (_, life) => {
    const [known, all] = lived(life);
    const turning = turningRows(viewState(known, all, { asOf: '2200-12-31' }));
    for (const asOf of daysAround([
      ...namedBy(life),
      ...turning.flatMap((turns) => turns.slice(1).map(({ on }) => on)),
    ]))
      expect(
        turning.map((turns) => rowOn(turns, asOf)),
        asOf,
      ).toEqual(positionRows(viewState(known, all, { asOf })));
  });

  test('each time that they turn they say something else', () => {
    for (const life of Object.values(lives)) {
      const [known, all] = lived(life);
      for (const turns of turningRows(viewState(known, all, { asOf: '1990-01-01' })))
        for (const [at, { row }] of turns.slice(1).entries()) expect(row).not.toEqual(turns[at]?.row);
    }
  });
});
