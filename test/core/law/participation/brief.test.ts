import { describe, expect, test } from 'vitest';
import { beginning, beginningOf } from '../../../../functions/core/law/participation/beginning.ts';
import { brief, measures, quoting, shortened } from '../../../../functions/core/law/participation/brief.ts';
import { ParticipationRecord } from '../../../../functions/core/law/participation/participation-record.ts';
import { act, cited, instrument, recordOn } from '../../../support/core-builders.ts';

const small = { characters: 5, sources: 2 };

describe('the beginning', () => {
  test.each<[unknown, unknown]>([
    ['12345', '12345'],
    ['123456', '12345…'],
    ['1234😀', '1234\ufffd…'],
    ['', ''],
    [123_456, 123_456],
    [null, null],
    [true, true],
    [
      ['a', 'b', 'c'],
      ['a', 'b'],
    ],
    [
      { text: '123456', more: [{ text: '123456' }] },
      { text: '12345…', more: [{ text: '12345…' }] },
    ],
    [{ url: '12345' }, { url: '12345' }],
    [{ url: '123456', text: 'x' }, { text: 'x' }],
    [{ urls: '123456' }, { urls: '12345…' }],
  ])('of %j is %j', (value, expected) => expect(beginning(value, small)).toEqual(expected));

  test('of a text is as long as asked, and whole where it is no longer', () => {
    for (const characters of [1, 4, 5])
      expect(beginningOf('12345', characters)).toBe(
        characters < 5 ? `${'12345'.slice(0, characters)}…` : '12345',
      );
  });
});

const long = 'x'.repeat(2000);
const shown = (over: object) => {
  const [one] = recordOn([instrument()], [act('reservation', '2000-01-15', over)], '2026-01-01').actions;
  if (!one) throw new Error('an act was expected');
  return one;
};

describe('an act', () => {
  test('that says no more is itself', () => {
    const one = shown({ text: 'x'.repeat(100) });
    expect(shortened(one, { characters: 100, sources: 1 })).toBe(one);
  });

  test('that says more has its beginning, and where the whole is', () => {
    const one = shown({ text: long, sources: [cited, { ...cited, title: long }] });
    expect(shortened(one, { characters: 100, sources: 1 })).toEqual({
      ...one,
      text: `${'x'.repeat(100)}…`,
      sources: [cited],
      truncated: true,
      url: `/v1/states/CHN/participations/iccpr/actions/${one.id}`,
    });
    expect(shortened(one, { characters: 10_000, sources: 20 })).toBe(one);
  });

  test('keeps its names whole, and its corrections with their beginnings', () => {
    const correction = {
      id: 'act_1',
      kind: 'amendment' as const,
      of: 'act_2',
      reason: long,
      changed: null,
      recordedAt: '2026-01-01T00:00:00.000Z',
      recordedBy: 'test',
    };
    const one = { ...shown({}), corrections: [correction, correction, correction] };
    const short = shortened(one, { characters: 24, sources: 1 });
    expect(short).toMatchObject({ id: one.id, state: 'CHN', instrument: 'iccpr', truncated: true });
    expect(short.corrections).toHaveLength(3);
    expect(short.corrections.map(({ reason }) => reason)).toEqual(Array(3).fill(`${'x'.repeat(24)}…`));
  });
});

test('a call has the beginning of its words, and where its document is', () => {
  const call = { wording: '12345', paragraph: 'a long paragraph' };
  expect(quoting(call, 'letter', small)).toBe(call);
  expect(quoting({ ...call, wording: '123456' }, 'letter', small)).toEqual({
    wording: '12345…',
    paragraph: 'a long paragraph',
    truncated: true,
    url: '/v1/sources/letter',
  });
});

test('a record in brief has every act, look and call, and is a record still', () => {
  const over = { text: long };
  const record = {
    ...recordOn(
      [instrument()],
      [
        act('signature', '1998-10-05', over),
        act('reservation', '1998-10-05', over),
        act('declaration', '1998-10-05', over),
      ],
      '2026-01-01',
      {
        checks: [
          {
            on: '2024-06-01',
            note: long,
            source: cited,
            state: 'CHN',
            instrument: 'iccpr',
            recordedAt: '2026-01-01T00:00:00.000Z',
            recordedBy: 'test',
          },
        ],
      },
    ),
    urgings: [
      {
        source: 'letter',
        title: 'A letter',
        on: '2019-04-29',
        kind: 'named' as const,
        paragraph: '1',
        wording: long,
      },
    ],
    retracted: [
      {
        id: 'act_00000000000000000000000009',
        kind: 'signature',
        doneOn: '1998-10-05',
        corrections: [
          {
            id: 'act_00000000000000000000000010',
            kind: 'retraction' as const,
            of: 'act_00000000000000000000000009',
            reason: long,
            changed: null,
            recordedAt: '2026-01-01T00:00:00.000Z',
            recordedBy: 'test',
          },
        ],
      },
    ],
  };
  const [least] = measures.slice(-1);
  if (!least) throw new Error('a measure was expected');
  const short = brief(record, least);
  const start = `${'x'.repeat(100)}…`;
  expect(short.actions.map(({ text }) => text)).toEqual([start, start, start]);
  expect([...short.reservations, ...short.declarations].map(({ text }) => text)).toEqual([start, start]);
  expect(short.checks).toEqual([{ on: '2024-06-01', note: start, source: cited }]);
  expect(short.urgings).toMatchObject([{ wording: start, truncated: true, url: '/v1/sources/letter' }]);
  expect(short.retracted).toMatchObject([{ doneOn: '1998-10-05', corrections: [{ reason: start }] }]);
  expect(short.status).toBe(record.status);
  expect(ParticipationRecord.parse(short)).toMatchObject({ urgings: [{ truncated: true }] });
});
