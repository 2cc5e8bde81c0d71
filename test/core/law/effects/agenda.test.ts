import { expect, test } from 'vitest';
import type { Action } from '../../../../functions/core/action.ts';
import { agendaOf, toldIn } from '../../../../functions/core/law/effects/agenda.ts';
import { act, actId, catalogue, holdings, instrument, notice } from '../../../support/core-builders.ts';

const iccpr = instrument({ withdrawalRule: notice() });
const agenda = (actions: readonly Action[], asOf: string) =>
  agendaOf(catalogue([iccpr]), holdings(actions), asOf);
const brief = (actions: readonly Action[], asOf: string) =>
  toldIn(agenda(actions, asOf)).map(({ effect, on, cancelled }) => [effect, on, cancelled]);

const on = (day: string) => ({ recordedAt: `${day}T12:00:00.000Z` });
const signed = act('signature', '1998-10-05', on('1998-10-06'));
const ratified = act('ratification', '2020-01-10', on('2020-01-11'));
const left = act('denunciation', '2021-02-01', on('2021-02-02'));

test('what is told of a State that only adds acts is what takes effect', () => {
  const { told, effects } = agenda([signed, ratified], '2020-02-01');
  expect(told).toBeNull();
  expect(effects).toMatchObject([{ effect: 'entry-into-force', on: '2020-04-10', action: ratified.id }]);
});

test('an effect of an act that is taken back is told as cancelled', () => {
  const retraction: Action = {
    id: actId(990),
    kind: 'retraction',
    state: 'CHN',
    instrument: 'iccpr',
    corrects: { of: ratified.id, kind: 'retraction', reason: 'It was never deposited.' },
    recordedAt: '2020-03-01T12:00:00.000Z',
    recordedBy: 'test',
  };
  expect(brief([signed, ratified, retraction], '2020-03-02')).toEqual([
    ['entry-into-force', '2020-04-10', true],
  ]);
});

test('what came to pass before a State left stays, and what a rescission prevents is cancelled', () => {
  expect(brief([ratified, left], '2022-06-01')).toEqual([
    ['entry-into-force', '2020-04-10', false],
    ['withdrawal', '2022-02-01', false],
  ]);
  const rescinded = act('rescission', '2021-06-01', on('2021-06-02'));
  expect(brief([ratified, left, rescinded], '2022-06-01')).toEqual([
    ['entry-into-force', '2020-04-10', false],
    ['withdrawal', '2022-02-01', true],
  ]);
});

test('what is still to come is not cancelled, nor what was before a State came back', () => {
  expect(brief([ratified, left], '2021-03-01')).toEqual([
    ['entry-into-force', '2020-04-10', false],
    ['withdrawal', '2022-02-01', false],
  ]);
  const back = act('accession', '2023-05-01', on('2023-05-02'));
  expect(brief([ratified, left, back], '2023-06-01')).toEqual([
    ['entry-into-force', '2020-04-10', false],
    ['withdrawal', '2022-02-01', false],
    ['entry-into-force', '2023-08-01', false],
  ]);
});

test('an act whose day is corrected has its effect on the new day alone, under the name that it had', () => {
  const amended = act('ratification', '2020-02-10', {
    ...on('2020-03-01'),
    corrects: { of: ratified.id, kind: 'amendment', reason: 'The notification says February.' },
  });
  const [effect, ...others] = toldIn(agenda([ratified, amended], '2020-06-01'));
  expect(effect).toMatchObject({ action: ratified.id, on: '2020-05-10', cancelled: false });
  expect(others).toEqual([]);
});

test('acts towards consent and acts that leave are in it, others are not', () => {
  const reserved = act('reservation', '2020-01-10', { ...on('2020-01-12'), refersTo: ratified.id });
  const { acts } = agenda([signed, ratified, reserved, left], '2022-06-01');
  expect(acts.map(({ id, kind, on: day, cancelled }) => [id, kind, day, cancelled])).toEqual([
    [signed.id, 'signature', '1998-10-05', false],
    [ratified.id, 'ratification', '2020-01-10', false],
    [left.id, 'denunciation', '2021-02-01', false],
  ]);
});

test('a revision grows with each record, and says when the last was', () => {
  const revisionOf = (actions: readonly Action[]) => agenda(actions, '2022-06-01').revisions[0];
  const first = revisionOf([ratified]);
  const second = revisionOf([ratified, left]);
  expect(second?.sequence).toBe((first?.sequence ?? 0) + 1);
  expect(agenda([], '2022-06-01').revisions).toEqual([]);
  const late = act('denunciation', '2021-02-01', on('2031-01-01'));
  expect(revisionOf([ratified, late])?.at).toBe('2031-01-01T12:00:00.000Z');
});
