import { expect, test } from 'vitest';
import type { Instrument, Termination } from '../../../functions/core/instrument.ts';
import { statementsInEffect } from '../../../functions/core/law/statement.ts';
import { correctAction, reconcile, recordActions } from '../../../functions/core/record/recording.ts';
import {
  act,
  catalogue,
  cited,
  holdings,
  instrument,
  newAct,
  notice,
  recordOn,
  settingAt,
  stand,
} from '../../support/core-builders.ts';

const abrogation: Termination = {
  kind: 'abrogation',
  on: '2024-06-14',
  rule: 'ILC decision of 2024',
  sources: [cited],
};
const c045 = instrument({
  id: 'ilo-c045',
  adoptedOn: '1935-06-21',
  inForceOn: '1937-05-30',
  termination: abrogation,
});
const under = (id: string) => ({ instrument: id });
const ratified = act('ratification', '1960-01-01', under('ilo-c045'));

test.each([
  ['2024-06-13', 'party', '1960-04-01'],
  ['2024-06-14', 'former-party', '2024-06-14'],
])('on %s a party to an instrument that is abrogated on 2024-06-14 is %s', (asOf, status, since) => {
  expect(stand(c045, [ratified], asOf)).toMatchObject({ status, since });
});

test('the record says that the instrument ended, by which decision, and calls nothing a withdrawal', () => {
  const record = recordOn([c045], [ratified], '2026-01-01');
  expect(record).toMatchObject({
    status: 'former-party',
    withdrawal: null,
    ended: { kind: 'abrogation', on: '2024-06-14', rule: 'ILC decision of 2024', by: null, action: null },
    openActs: [],
  });
  expect(record.statusReason).toBe(
    'Ratification on 1960-01-01; a party until the instrument ended on 2024-06-14 (abrogation: ILC decision of 2024).',
  );
});

test('its end is announced before it comes', () => {
  const record = recordOn([c045], [ratified], '2024-06-13');
  expect(record.ended).toBeNull();
  expect(record.statusReason).toContain(
    'The instrument ends on 2024-06-14 (abrogation: ILC decision of 2024).',
  );
});

test('who had not joined cannot any more, and what was only signed stays signed', () => {
  const signed = recordOn([c045], [act('signature', '1960-01-01', under('ilo-c045'))], '2026-01-01');
  expect(signed).toMatchObject({ status: 'signatory', openActs: [], ended: { kind: 'abrogation' } });
  expect(signed.statusReason).toContain('The instrument ended on 2024-06-14');
  const late = recordOn([c045], [act('accession', '2024-06-14', under('ilo-c045'))], '2026-01-01');
  expect(late.status).toBe('no-action');
  expect(late.actions[0]).toMatchObject({
    withoutEffect: 'the instrument had ended on 2024-06-14',
    irregular: { rule: 'instrument-ended', clause: 'ILC decision of 2024' },
  });
});

test('one that ended before it was in force for a State leaves it as it was before', () => {
  const acts = [act('ratification', '2024-06-01', under('ilo-c045'))];
  expect(stand(c045, acts, '2024-06-13').status).toBe('contracting-state');
  expect(stand(c045, acts, '2024-06-14')).toMatchObject({ status: 'no-action', consent: null });
  expect(recordOn([c045], acts, '2026-01-01').statusReason).toBe(
    'Its ratification of 2024-06-01 came to nothing: the instrument was not yet in force for it. The instrument ended on 2024-06-14 (abrogation: ILC decision of 2024).',
  );
  const signed = [act('signature', '2024-05-01', under('ilo-c045')), ...acts];
  expect(recordOn([c045], signed, '2026-01-01').statusReason).toMatch(
    /^Signed on 2024-05-01\. Its ratification of 2024-06-01 came to nothing/,
  );
});

test('statements and territories end with the instrument, also where the State itself was never bound', () => {
  const declared = act('declaration', '1961-01-01', under('ilo-c045'));
  const inHongKong = act('continued-application', '1997-07-01', { ...under('ilo-c045'), territory: 'HKG' });
  const party = stand(c045, [ratified, declared], '2026-01-01');
  expect(statementsInEffect(c045, [declared], party, '2026-01-01')).toEqual([]);
  expect(statementsInEffect(c045, [declared], party, '2024-06-13')).toEqual([]);
  for (const acts of [[ratified, inHongKong], [inHongKong]])
    expect(recordOn([c045], acts, '2026-01-01').territories[0]).toMatchObject({
      territory: 'HKG',
      status: 'not-extended',
      since: '2024-06-14',
    });
  expect(recordOn([c045], [inHongKong], '2024-06-13').territories[0]?.status).toBe('applies');
});

test('a withdrawal that took effect before the end stays a withdrawal', () => {
  const leaving = { ...c045, withdrawalRule: notice({ period: { months: 6 } }) };
  const denounced = (on: string) => [ratified, act('denunciation', on, under('ilo-c045'))];
  expect(recordOn([leaving], denounced('2020-01-01'), '2026-01-01').statusReason).toMatch(
    /^Withdrew by notice/,
  );
  expect(recordOn([leaving], denounced('2024-01-01'), '2026-01-01').statusReason).toContain(
    'the instrument ended',
  );
});

test('a superseded instrument names its successor', () => {
  const superseded: Instrument = {
    ...c045,
    termination: {
      kind: 'supersession',
      on: '1970-01-01',
      rule: 'article 9',
      replacedBy: 'next',
      sources: [cited],
    },
  };
  expect(recordOn([superseded], [ratified], '2026-01-01').statusReason).toBe(
    'Ratification on 1960-01-01; a party until the instrument ended on 1970-01-01 (supersession by next: article 9).',
  );
});

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

const standing = (of: Instrument, over: object) =>
  [
    of.id,
    {
      state: 'CHN',
      instrument: of.id,
      status: 'party' as const,
      since: '1941-02-21',
      nextEffectOn: null,
      version: 1,
      ...over,
    },
  ] as const;

const decisive = (now: string) =>
  settingAt(now, {
    catalogue: catalogue([c059, c138]),
    holdings: holdings([old], { standings: new Map([standing(c059, {})]) }),
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
      standings: new Map([standing(c059, { nextEffectOn: '2027-02-23', version: 2 })]),
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

test('an instrument that is revised with its end is reconciled with that as the cause', () => {
  const setting = settingAt('2026-01-01T00:00:00.000Z', {
    catalogue: catalogue([c045]),
    holdings: holdings([ratified], { standings: new Map([standing(c045, {})]) }),
  });
  expect(reconcile(setting, 'ilo-c045')?.changes).toMatchObject([
    {
      data: { status: { to: 'former-party', on: '2024-06-14' }, cause: { kind: 'abrogation', action: null } },
    },
  ]);
});
