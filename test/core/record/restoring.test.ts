import { describe, expect, test } from 'vitest';
import { placed } from '../../../functions/core/record/change.ts';
import { reconcile, recordActions } from '../../../functions/core/record/recording.ts';
import { actId, catalogue, holdings, newAct, settingAt } from '../../support/core-builders.ts';
import { at, changing, correct, recorded, retraction, signature, under, withAll } from './signed.ts';

describe('a retraction that restores', () => {
  const gone = correct(2, recorded, signature.id, retraction).actions;
  const [takenBack] = gone;
  const anew = recordActions(withAll(3, [...recorded, ...gone]), 'iccpr', [
    { action: newAct('signature', '1998-10-05', { text: 'at New York' }) },
  ]).actions;

  test('is refused where the act has been recorded anew since', () => {
    const restoring = () => correct(4, [...recorded, ...gone, ...anew], takenBack?.id ?? '', retraction);
    expect(restoring).toThrow(`already recorded as ${anew[0]?.id}`);
  });

  test('restores beside others, and beside what is under other instruments', () => {
    const elsewhere = recordActions(withAll(1, []), 'crc', [
      { action: newAct('signature', '1998-10-05') },
    ]).actions;
    const beside = recordActions(withAll(1, []), 'iccpr', [
      { action: newAct('communication', '1998-10-05', { text: 'x' }) },
    ]).actions;
    const all = [...recorded, ...gone, ...elsewhere, ...beside];
    expect(correct(4, all, takenBack?.id ?? '', retraction).standing.status).toBe('signatory');
  });
});

test('an amendment of an amendment of an act that is taken back is refused', () => {
  const first = correct(2, recorded, signature.id, changing({ doneOn: '1998-10-06' })).actions;
  const second = correct(
    3,
    [...recorded, ...first],
    first[0]?.id ?? '',
    changing({ doneOn: '1998-10-07' }),
  ).actions;
  const all = [...recorded, ...first, ...second];
  const taken = correct(4, all, signature.id, retraction).actions;
  const again = () => correct(5, [...all, ...taken], second[0]?.id ?? '', changing({ doneOn: '1998-10-08' }));
  expect(again).toThrow('was already retracted');
});

test('a day that was recorded may be the last that the record knows, and an effect the act’s own day', () => {
  const record = (over: object) =>
    recordActions(withAll(2, []), 'iccpr', [{ action: newAct('accession', '2020-01-02', over) }]);
  expect(record({ effectiveOn: '2020-01-02' }).actions).toHaveLength(1);
  const last = { effectiveOn: '2200-12-31', override: { reason: 'it says so' } };
  expect(record(last).actions).toHaveLength(1);
  expect(() => record({ ...last, effectiveOn: '2201-01-01' })).toThrow('the last day that can be recorded');
});

test('what refers to an act may be done on that act’s own day', () => {
  const [reservation] = recordActions(withAll(1, []), 'iccpr', [
    { action: newAct('reservation', '2020-01-02', { text: 'x' }) },
  ]).actions;
  if (!reservation) throw new Error('an act was expected');
  const withdrawing = (doneOn: string, refersTo: string) =>
    recordActions(withAll(2, [reservation, ...recorded]), 'iccpr', [
      { action: newAct('withdrawal', doneOn, { refersTo }) },
    ]);
  expect(withdrawing('2020-01-02', reservation.id).actions).toHaveLength(1);
  expect(() => withdrawing('2020-01-01', reservation.id)).toThrow('was done later, on 2020-01-02');
  expect(() => withdrawing('2020-01-02', actId(777))).toThrow('No standing action');
});

test('time that has changed nothing commits nothing', () => {
  const standings = new Map([
    [
      'iccpr',
      recordActions(withAll(1, []), 'iccpr', [{ action: newAct('signature', '1998-10-05') }]).standing,
    ],
  ]);
  const setting = settingAt(at(2), {
    catalogue: catalogue([under]),
    holdings: holdings(recorded, { standings }),
  });
  expect(reconcile(setting, 'iccpr')).toBeNull();
});

test('a change in a copy, or of an import, says so', () => {
  const [change] = correct(2, recorded, signature.id, retraction).changes;
  if (!change) throw new Error('a change was expected');
  expect(placed(change, 7, at(3))).not.toHaveProperty('quiet');
  expect(placed(change, 7, at(3))).not.toHaveProperty('fork');
  expect(placed(change, 7, at(3), true, 'f')).toMatchObject({ quiet: true, fork: 'f', sequence: 7 });
  expect(JSON.parse(placed(change, 7, at(3), true, 'f').body).id).toBe('chg_000000000007-f');
});
