import { expect, test } from 'vitest';
import type { Action } from '../../../functions/core/action.ts';
import { liveActions, retractionOf } from '../../../functions/core/law/live.ts';
import { act, cited, instrument, recordOn } from '../../support/core-builders.ts';

const at = (minute: number) => ({ recordedAt: `2026-02-01T00:${String(minute).padStart(2, '0')}:00.000Z` });

const original = act('ratification', '2022-08-12', at(0));

const correcting = (
  of: Action,
  kind: 'amendment' | 'retraction',
  minute: number,
  doneOn = '2022-08-13',
): Action => {
  const corrects = { of: of.id, kind, reason: 'misread' };
  const base = act('ratification', doneOn, { ...at(minute), corrects });
  if (kind === 'amendment') return base;
  const { id, state, instrument: under, recordedAt, recordedBy } = base;
  return { id, state, instrument: under, recordedAt, recordedBy, kind: 'retraction', corrects };
};

const days = (...recorded: Action[]) => liveActions(recorded).map(({ doneOn }) => doneOn);

const amended = correcting(original, 'amendment', 1);
const retracted = correcting(original, 'retraction', 2);

test('an amended act stands as stated anew, under the id by which it was first recorded', () => {
  expect(liveActions([original, amended])).toMatchObject([
    { id: original.id, statedIn: amended.id, doneOn: '2022-08-13' },
  ]);
});

test('a retracted act no longer stands', () => {
  expect(days(original, retracted)).toEqual([]);
});

test('of several corrections the last recorded decides', () => {
  const again = correcting(original, 'amendment', 3, '2022-08-14');
  expect(days(original, amended, again)).toEqual(['2022-08-14']);
  expect(days(original, again, amended)).toEqual(['2022-08-14']);
  expect(days(original, amended, retracted)).toEqual([]);
  expect(days(original, retracted, again)).toEqual(['2022-08-14']);
});

test('a correction is reversed by retracting it, which leaves the earlier answer', () => {
  const reversal = correcting(amended, 'retraction', 3);
  expect(days(original, amended, reversal)).toEqual(['2022-08-12']);
  expect(days(original, retracted, correcting(retracted, 'retraction', 3))).toEqual(['2022-08-12']);
  expect(days(original, amended, retracted, correcting(retracted, 'retraction', 3))).toEqual(['2022-08-13']);
});

test('a reversal can itself be reversed', () => {
  const first = correcting(retracted, 'retraction', 3);
  const second = correcting(first, 'retraction', 4);
  expect(days(original, retracted, first, second)).toEqual([]);
  expect(retractionOf([original, retracted, first, second], original.id)).toBe(retracted);
  expect(retractionOf([original, retracted, first], original.id)).toBeUndefined();
});

test('an amendment can be amended', () => {
  const better = correcting(amended, 'amendment', 3, '2022-08-15');
  expect(days(original, amended, better)).toEqual(['2022-08-15']);
});

test('what was known at an instant leaves out what was recorded after it, down to the millisecond', () => {
  const known = (knownAt: string) => liveActions([original, amended], knownAt).map(({ doneOn }) => doneOn);
  expect(known('2026-02-01T00:00:59.999Z')).toEqual(['2022-08-12']);
  expect(known('2026-02-01T00:01:00.000Z')).toEqual(['2022-08-13']);
  expect(known('2026-01-31T23:59:59.999Z')).toEqual([]);
});

test('the record shows what was corrected, by whom and why, and what was taken back', () => {
  const shown = recordOn([instrument()], [original, amended], '2023-01-01');
  expect(shown.actions).toMatchObject([
    {
      id: original.id,
      doneOn: '2022-08-13',
      corrections: [{ id: amended.id, kind: 'amendment', reason: 'misread' }],
    },
  ]);
  const gone = recordOn([instrument()], [original, amended, retracted], '2023-01-01');
  expect(gone.actions).toEqual([]);
  expect(gone.retracted).toMatchObject([
    { id: original.id, kind: 'ratification', corrections: [{ kind: 'amendment' }, { kind: 'retraction' }] },
  ]);
});

const statement = (kind: 'reservation' | 'declaration' | 'objection', doneOn: string, text: string) =>
  act(kind, doneOn, { text, sources: [cited] });

test('statements are in effect from their day until withdrawn, oldest first', () => {
  const reservation = statement('reservation', '2001-03-27', 'article 8(1)(a)');
  const acts = [
    act('ratification', '2001-03-27'),
    statement('declaration', '2001-04-20', 'on Hong Kong'),
    reservation,
    act('withdrawal', '2010-01-01', { refersTo: reservation.id, effectiveOn: '2010-04-01' }),
  ];
  const on = (day: string) => recordOn([instrument()], acts, day);
  expect(on('2001-04-19').declarations).toEqual([]);
  expect(on('2010-03-31').reservations).toHaveLength(1);
  expect(on('2010-04-01')).toMatchObject({ status: 'party', reservations: [] });
  expect(on('2010-04-01').declarations).toHaveLength(1);
});

test('an objection is a statement of its own, beside the declarations', () => {
  const acts = [statement('objection', '2005-01-01', 'to the reservation of another State')];
  expect(recordOn([instrument()], acts, '2006-01-01').declarations).toMatchObject([{ kind: 'objection' }]);
});
