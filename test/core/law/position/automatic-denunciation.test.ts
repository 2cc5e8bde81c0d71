import { expect, test } from 'vitest';
import { correctAction, reconcile, recordActions } from '../../../../functions/core/record/recording.ts';
import {
  act,
  catalogue,
  holdings,
  instrument,
  newAct,
  recordOn,
  settingAt,
  standingUnder,
} from '../../../support/core-builders.ts';

const under = (id: string) => ({ instrument: id });
const c138 = instrument({ id: 'ilo-c138', adoptedOn: '1973-06-26', inForceOn: '1976-06-19' });
const c059 = instrument({
  id: 'ilo-c059',
  adoptedOn: '1937-06-22',
  inForceOn: '1941-02-21',
  automaticDenunciations: [{ by: 'ilo-c138', from: 'entry-into-force', clause: 'C138, article 10(4)' }],
});
const old = act('ratification', '1940-02-21', under('ilo-c059'));
const revised = act('ratification', '1999-04-28', under('ilo-c138'));

test('consent to a later convention denounces the earlier one when it enters into force for that State', () => {
  const on = (asOf: string) => recordOn([c059, c138], [old, revised], asOf);
  expect(on('1999-04-28')).toMatchObject({ status: 'party', ended: null });
  expect(on('1999-07-27').statusReason).toContain(
    'It ceases to be bound on 1999-07-28, by its consent to ilo-c138 (C138, article 10(4)).',
  );
  expect(on('1999-07-28')).toMatchObject({
    status: 'former-party',
    since: '1999-07-28',
    withdrawal: null,
    ended: { kind: 'automatic-denunciation', by: 'ilo-c138', action: revised.id },
  });
  expect(on('2026-01-01').statusReason).toBe(
    'Ratification on 1940-02-21; denounced without a notice on 1999-07-28, by its consent to ilo-c138 (C138, article 10(4)).',
  );
  expect(recordOn([c059, c138], [old], '2026-01-01').status).toBe('party');
});

test('where the clause says so, consent itself denounces', () => {
  const atOnce = {
    ...c059,
    automaticDenunciations: [{ by: 'ilo-c138', from: 'consent', clause: 'C138, article 10' } as const],
  };
  expect(recordOn([atOnce, c138], [old, revised], '1999-04-28').since).toBe('1999-04-28');
});

test('a State that joined the earlier one afterwards is not touched', () => {
  const after = act('ratification', '2005-01-01', under('ilo-c059'));
  expect(recordOn([c059, c138], [revised, after], '2026-01-01').status).toBe('party');
});

const decisive = (now: string) =>
  settingAt(now, {
    catalogue: catalogue([c059, c138]),
    holdings: holdings([old], { standings: new Map([standingUnder(c059, {})]) }),
  });

test('recording the later consent tells of the earlier convention in the same decision', () => {
  const action = newAct('ratification', '1999-04-28', { override: { reason: 'a test' } });
  const decision = recordActions(decisive('2026-01-01T00:00:00.000Z'), 'ilo-c138', [{ action }]);
  expect(decision.others).toMatchObject([
    { instrument: 'ilo-c059', status: 'former-party', since: '1999-07-28', nextEffectOn: null, version: 2 },
  ]);
  expect(decision.changes.map(({ type, data }) => [type, data.instrument, data.cause])).toEqual([
    ['treaty.action.recorded', 'ilo-c138', undefined],
    ['treaty.status.changed', 'ilo-c138', { kind: 'ratification', action: decision.actions[0]?.id }],
    [
      'treaty.status.changed',
      'ilo-c059',
      { kind: 'automatic-denunciation', action: decision.actions[0]?.id },
    ],
  ]);
});

test('one that is still to come is waited for, and told on its day by time alone', () => {
  const setting = decisive('2026-11-23T00:00:00.000Z');
  const action = newAct('ratification', '2026-11-23', { override: { reason: 'a test' } });
  const { actions, others } = recordActions(setting, 'ilo-c138', [{ action }]);
  expect(others).toMatchObject([{ instrument: 'ilo-c059', status: 'party', nextEffectOn: '2027-02-23' }]);
  const later = settingAt('2027-02-23T00:00:00.000Z', {
    catalogue: setting.catalogue,
    holdings: holdings([old, ...actions], {
      standings: new Map([standingUnder(c059, { nextEffectOn: '2027-02-23', version: 2 })]),
    }),
  });
  expect(reconcile(later, 'ilo-c059')?.changes).toMatchObject([
    {
      type: 'treaty.status.changed',
      data: {
        status: { from: 'party', to: 'former-party', on: '2027-02-23' },
        cause: { kind: 'automatic-denunciation', action: actions[0]?.id },
      },
    },
  ]);
});

test('taking the later consent back restores the earlier participation', () => {
  const setting = decisive('2026-01-01T00:00:00.000Z');
  const action = newAct('ratification', '1999-04-28', { override: { reason: 'a test' } });
  const { actions, standing: joined, others } = recordActions(setting, 'ilo-c138', [{ action }]);
  const after = holdings([old, ...actions], {
    standings: new Map([joined, ...others].map((one) => [one.instrument, one])),
  });
  const back = correctAction(
    { ...setting, recordedAt: '2026-01-02T00:00:00.000Z', holdings: after },
    'ilo-c138',
    actions[0]?.id ?? '',
    { correction: 'retraction', reason: 'It was another State.' },
  );
  expect(back.others).toMatchObject([{ instrument: 'ilo-c059', status: 'party', version: 3 }]);
});
