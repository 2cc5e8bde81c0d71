import { describe, expect, test } from 'vitest';
import { importChange, instrumentChange, urgingChanges } from '../../../functions/core/record/announcing.ts';
import { recordActions } from '../../../functions/core/record/recording.ts';
import type { Source } from '../../../functions/core/source.ts';
import { cited, instrument, newAct } from '../../support/core-builders.ts';
import { changing, correct, recorded, retraction, signature, withAll } from './signed.ts';

describe('an amendment', () => {
  test('states what changes, and keeps the rest', () => {
    const { actions, changes } = correct(2, recorded, signature.id, changing({ doneOn: '1998-10-06' }));
    expect(actions).toMatchObject([
      {
        kind: 'signature',
        doneOn: '1998-10-06',
        text: 'at New York',
        sources: [cited],
        corrects: { of: signature.id },
      },
    ]);
    expect(changes[0]?.type).toBe('treaty.action.corrected');
    expect(changes[0]?.data).toMatchObject({
      corrects: signature.id,
      reason: 'misread',
      changed: { doneOn: { from: '1998-10-05', to: '1998-10-06' } },
    });
    expect(Object.keys(changes[0]?.data.changed ?? {})).toEqual(['doneOn']);
  });

  test('takes away what it gives as null, and says so', () => {
    const { actions, changes } = correct(2, recorded, signature.id, changing({ text: null }));
    expect(actions[0]).not.toHaveProperty('text');
    expect(changes[0]?.data.changed).toEqual({ text: { from: 'at New York', to: null } });
    const more = correct(
      2,
      recorded,
      signature.id,
      changing({ note: undefined, symbol: undefined, doneOn: '1998-10-07' }),
    );
    expect(more.changes[0]?.data.changed).toEqual({ doneOn: { from: '1998-10-05', to: '1998-10-07' } });
  });

  test('adds what was not said', () => {
    const { text: _, ...bare } = newAct('signature', '1998-10-05');
    const plain = recordActions(withAll(1, []), 'iccpr', [{ action: bare }]).actions;
    const { changes } = correct(2, plain, plain[0]?.id ?? '', changing({ text: 'at Geneva' }));
    expect(changes[0]?.data.changed).toEqual({ text: { from: null, to: 'at Geneva' } });
  });

  test('that changes nothing is refused, unless it gives another reason to override', () => {
    expect(() => correct(2, recorded, signature.id, changing({ doneOn: '1998-10-05' }))).toThrow(
      'already states exactly that',
    );
    const overriding = changing({ override: { reason: 'the depositary says so' } });
    const { actions } = correct(2, recorded, signature.id, overriding);
    expect(actions).toHaveLength(1);
    expect(() => correct(3, [...recorded, ...actions], signature.id, overriding)).toThrow(
      'already states exactly that',
    );
    const other = changing({ override: { reason: 'another one' } });
    expect(correct(3, [...recorded, ...actions], signature.id, other).actions).toHaveLength(1);
  });

  test('of an amendment is told by what it changes of that', () => {
    const first = correct(2, recorded, signature.id, changing({ doneOn: '1998-10-06' })).actions;
    const second = correct(
      3,
      [...recorded, ...first],
      first[0]?.id ?? '',
      changing({ doneOn: '1998-10-08' }),
    );
    expect(second.changes[0]?.data.changed).toEqual({ doneOn: { from: '1998-10-06', to: '1998-10-08' } });
  });

  test('that is taken back restores the act, and says what that changes', () => {
    const first = correct(2, recorded, signature.id, changing({ doneOn: '1998-10-06' })).actions;
    const { changes, actions } = correct(3, [...recorded, ...first], first[0]?.id ?? '', retraction);
    expect(changes[0]).toMatchObject({
      type: 'treaty.action.corrected',
      facts: { actionKind: 'signature' },
      data: {
        action: { id: first[0]?.id, kind: 'signature' },
        correction: actions[0]?.id,
        changed: { doneOn: { from: '1998-10-06', to: '1998-10-05' } },
      },
    });
  });

  test('is of an act under the same instrument', () => {
    const elsewhere = recordActions(withAll(1, []), 'crc', [
      { action: newAct('signature', '1998-10-05') },
    ]).actions;
    expect(() => correct(2, elsewhere, elsewhere[0]?.id ?? '', changing({ doneOn: '1998-10-06' }))).toThrow(
      'There is no action',
    );
  });

  test('keeps the seed that it came from', () => {
    expect(
      correct(2, recorded, signature.id, changing({ doneOn: '1998-10-06' }), 's#1').actions[0],
    ).toMatchObject({ seed: 's#1' });
    expect(
      correct(2, recorded, signature.id, changing({ doneOn: '1998-10-06' })).actions[0],
    ).not.toHaveProperty('seed');
  });
});

test('a retraction is told of with the act that it takes back, and of a retraction with its id alone', () => {
  const gone = correct(2, recorded, signature.id, retraction);
  expect(gone.changes[0]).toMatchObject({
    type: 'treaty.action.retracted',
    facts: { actionKind: 'signature' },
  });
  expect(gone.changes[0]?.data).not.toHaveProperty('changed');
  const back = correct(3, [...recorded, ...gone.actions], gone.actions[0]?.id ?? '', retraction);
  expect(back.changes[0]?.type).toBe('treaty.action.corrected');
  expect(back.changes[0]?.data.action).toEqual({ id: gone.actions[0]?.id });
  expect(back.changes[0]?.facts).not.toHaveProperty('actionKind');
});

test('an instrument, a document and an import are told of each in its way', () => {
  expect(instrumentChange(instrument(), 'https://t').type).toBe('instrument.added');
  expect(instrumentChange(instrument({ version: 2 }), 'https://t').type).toBe('instrument.updated');
  expect(importChange(5, 9, 'https://t').data).toEqual({
    fromSequence: 5,
    toSequence: 9,
    url: 'https://t/v1/changes?after=4',
  });
  const urging = (id: string, state: string) => ({
    id,
    state,
    instrument: 'iccpr',
    kind: 'named',
    paragraph: '1',
    wording: 'x',
  });
  const source = {
    id: 's',
    title: 'S',
    on: '2020-01-01',
    version: 1,
    urgings: [urging('a', 'CHN'), urging('b', 'FRA'), urging('c', 'CHN')],
  };
  const told = urgingChanges(source as never as Source, 'https://t');
  expect(
    told.map(({ facts, data }) => [facts.state, (data.urgings as { id: string }[]).map(({ id }) => id)]),
  ).toEqual([
    ['CHN', ['a', 'c']],
    ['FRA', ['b']],
  ]);
});
