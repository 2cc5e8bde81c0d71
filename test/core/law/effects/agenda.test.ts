import { describe, expect, test } from 'vitest';
import type { Action } from '../../../../functions/core/action.ts';
import { agendaOf, toldIn } from '../../../../functions/core/law/effects/agenda.ts';
import { effectName } from '../../../../functions/core/law/effects/told.ts';
import type { Catalogue } from '../../../../functions/core/law/holdings.ts';
import type { LiveAction } from '../../../../functions/core/law/live.ts';
import { viewState } from '../../../../functions/core/law/state-view.ts';
import {
  act,
  actId,
  catalogue,
  cited,
  holdings,
  instrument,
  notice,
} from '../../../support/core-builders.ts';

const iccpr = instrument({ withdrawalRule: notice() });
const agendaBy = (known: Catalogue, actions: readonly Action[], asOf: string) => {
  const recorded = holdings(actions);
  return agendaOf(viewState(known, recorded, { asOf }), recorded);
};
const agenda = (actions: readonly Action[], asOf: string) => agendaBy(catalogue([iccpr]), actions, asOf);
const brief = (actions: readonly Action[], asOf: string) =>
  toldIn(agenda(actions, asOf)).map(({ effect, on, cancelled }) => [effect, on, cancelled]);

const on = (day: string) => ({ recordedAt: `${day}T12:00:00.000Z` });
const signed = act('signature', '1998-10-05', on('1998-10-06'));
const ratified = act('ratification', '2020-01-10', on('2020-01-11'));
const left = act('denunciation', '2021-02-01', on('2021-02-02'));

const retraction: Action = {
  id: actId(990),
  kind: 'retraction',
  state: 'CHN',
  instrument: 'iccpr',
  corrects: { of: ratified.id, kind: 'retraction', reason: 'It was never deposited.' },
  recordedAt: '2020-03-01T12:00:00.000Z',
  recordedBy: 'test',
};

test('what is told of a State that only adds acts is what takes effect', () => {
  const { told, effects } = agenda([signed, ratified], '2020-02-01');
  expect(told).toBeNull();
  expect(effects).toMatchObject([{ effect: 'entry-into-force', on: '2020-04-10', action: ratified.id }]);
});

test('an effect of an act that is taken back is told as cancelled', () => {
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

describe('an effect that was told and stands no more', () => {
  const hkg = (kind: Action['kind'], day: string, over: object = {}) =>
    act(kind as LiveAction['kind'], day, { territory: 'HKG', ...over });
  const takenBack = (extension: LiveAction, day: string) =>
    act('withdrawal', day, { ...on(day), territory: 'HKG', refersTo: extension.id });

  test('stays if it came to pass, such as an extension that was withdrawn years later', () => {
    const extension = hkg('territorial-extension', '2001-01-01', on('2001-01-02'));
    expect(brief([extension, takenBack(extension, '2010-05-01')], '2011-01-01')).toEqual([
      ['territorial', '2001-01-01', false],
    ]);
  });

  test('is cancelled if it was withdrawn before its day', () => {
    const extension = hkg('territorial-extension', '2001-01-01', {
      ...on('2001-01-02'),
      effectiveOn: '2010-06-01',
    });
    const back = takenBack(extension, '2010-05-01');
    expect(brief([extension, back], '2010-05-02')).toEqual([['territorial', '2010-06-01', true]]);
    expect(brief([extension, back], '2011-01-01')).toEqual([['territorial', '2010-06-01', true]]);
  });

  test('is cancelled beside one of another act on the same day', () => {
    const other = act('accession', '2020-01-10', on('2020-03-01'));
    expect(brief([signed, ratified, retraction, other], '2020-06-01')).toEqual([
      ['entry-into-force', '2020-04-10', true],
      ['entry-into-force', '2020-04-10', false],
    ]);
  });

  test('is cancelled where an older consent comes to be known', () => {
    const older = act('accession', '2019-05-01', on('2020-02-01'));
    expect(brief([ratified, older], '2020-06-01')).toEqual([
      ['entry-into-force', '2020-04-10', true],
      ['entry-into-force', '2019-08-01', false],
    ]);
  });

  test('is cancelled on the day that was told, if the act is moved and withdrawn at once', () => {
    const extension = hkg('territorial-extension', '2001-03-01', on('2001-03-02'));
    const moved = hkg('territorial-extension', '2001-01-01', {
      ...on('2010-05-01'),
      corrects: { of: extension.id, kind: 'amendment', reason: 'The notification says January.' },
    });
    expect(brief([extension, moved, takenBack(extension, '2010-05-01')], '2011-01-01')).toEqual([
      ['territorial', '2001-03-01', true],
    ]);
  });

  test('has not come to pass on a day that is still to come', () => {
    const stated = act('ratification', '2020-01-10', { ...on('2020-01-11'), effectiveOn: '2020-04-10' });
    const later = act('ratification', '2020-03-10', {
      ...on('2020-03-11'),
      effectiveOn: '2020-04-10',
      corrects: { of: stated.id, kind: 'amendment', reason: 'The notification says March.' },
    });
    expect(brief([stated, later], '2020-02-01')).toEqual([['entry-into-force', '2020-04-10', true]]);
  });

  test('is cancelled where consent to a later instrument denounces this one first', () => {
    const old = instrument({
      automaticDenunciations: [{ by: 'later', from: 'consent', clause: 'article 10(4)' }],
    });
    const later = instrument({ id: 'later', adoptedOn: '1990-01-01' });
    const joined = act('ratification', '2020-03-01', { ...on('2020-03-02'), instrument: 'later' });
    const { told } = agendaBy(catalogue([old, later]), [ratified, joined], '2021-01-01');
    expect(
      told?.map(({ effect, instrument, on: day, cancelled }) => [effect, instrument, day, cancelled]),
    ).toEqual([
      ['entry-into-force', 'iccpr', '2020-04-10', true],
      ['automatic-denunciation', 'iccpr', '2020-03-01', false],
      ['entry-into-force', 'later', '2020-06-01', false],
    ]);
  });
});

describe('what is told', () => {
  test('is kept apart only where it is more than what takes effect', () => {
    expect(agenda([ratified, left], '2022-06-01').told).toBeNull();
    expect(agenda([signed, ratified, retraction], '2022-06-01')).toMatchObject({ effects: [], told: [{}] });
    const older = act('accession', '2019-05-01', on('2020-02-01'));
    expect(agenda([ratified, older], '2020-06-01')).toMatchObject({ effects: [{}], told: [{}, {}] });
  });

  test('has a name of its own for each effect of one act', () => {
    const old = (id: string) =>
      instrument({ id, automaticDenunciations: [{ by: 'later', from: 'consent', clause: 'article 10(4)' }] });
    const known = catalogue([
      {
        ...old('first'),
        termination: { kind: 'abrogation', on: '2019-01-01', rule: 'decision', sources: [cited] },
      },
      old('second'),
      old('third'),
      instrument({ id: 'later', adoptedOn: '1990-01-01' }),
    ]);
    const joined = act('ratification', '2020-03-01', { instrument: 'later' });
    const extended = act('territorial-extension', '2001-01-01', { instrument: 'later', territory: 'HKG' });
    const before = ['first', 'second', 'third'].map((id) =>
      act('accession', '2000-01-10', { instrument: id }),
    );
    const names = agendaBy(known, [...before, joined, extended], '2021-01-01').effects.map(effectName);
    expect(names.toSorted()).toEqual(
      [
        ...before.map(({ id }) => `${id}-entry-into-force`),
        'CHN-first-termination',
        `${joined.id}-automatic-denunciation-second`,
        `${joined.id}-automatic-denunciation-third`,
        `${joined.id}-entry-into-force`,
        `${extended.id}-territorial-HKG`,
      ].toSorted(),
    );
  });
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

test('an act is in it once, as it stands now, and one that was taken back as cancelled', () => {
  const amended = act('ratification', '2020-02-10', {
    ...on('2020-02-20'),
    corrects: { of: ratified.id, kind: 'amendment', reason: 'The notification says February.' },
  });
  const shown = (actions: readonly Action[]) =>
    agenda(actions, '2022-06-01').acts.map(({ id, on: day, cancelled }) => [id, day, cancelled]);
  expect(shown([ratified, amended])).toEqual([[ratified.id, '2020-02-10', false]]);
  expect(shown([ratified, retraction])).toEqual([[ratified.id, '2020-01-10', true]]);
});

test('a revision grows with each record, and says when the last was', () => {
  const revisionOf = (actions: readonly Action[]) => agenda(actions, '2022-06-01').revisions[0];
  expect(revisionOf([ratified])).toMatchObject({ sequence: 0, at: '2026-01-01T00:00:00.000Z' });
  expect(revisionOf([ratified, left])?.sequence).toBe(1);
  const revised = catalogue([{ ...iccpr, version: 3 }]);
  expect(agendaBy(revised, [ratified, left], '2022-06-01').revisions[0]?.sequence).toBe(3);
  expect(agenda([], '2022-06-01').revisions).toEqual([]);
  const late = act('denunciation', '2021-02-01', on('2031-01-01'));
  expect(revisionOf([ratified, late])?.at).toBe('2031-01-01T12:00:00.000Z');
});
