import { expect, test } from 'vitest';
import type { Termination } from '../../../../functions/core/instrument/provisions.ts';
import type { Instrument } from '../../../../functions/core/instrument.ts';
import { statementsInEffect } from '../../../../functions/core/law/statement.ts';
import { reconcile } from '../../../../functions/core/record/recording.ts';
import {
  act,
  catalogue,
  cited,
  holdings,
  instrument,
  notice,
  recordOn,
  settingAt,
  stand,
  standingUnder,
} from '../../../support/core-builders.ts';

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

test('an instrument that is revised with its end is reconciled with that as the cause', () => {
  const setting = settingAt('2026-01-01T00:00:00.000Z', {
    catalogue: catalogue([c045]),
    holdings: holdings([ratified], { standings: new Map([standingUnder(c045, {})]) }),
  });
  expect(reconcile(setting, 'ilo-c045')?.changes).toMatchObject([
    {
      data: { status: { to: 'former-party', on: '2024-06-14' }, cause: { kind: 'abrogation', action: null } },
    },
  ]);
});
