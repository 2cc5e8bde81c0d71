import { expect, test } from 'vitest';
import { NewCorrection } from '../../functions/core/action.ts';
import { GivenInstant, laterOf } from '../../functions/core/calendar.ts';
import { NewCheck } from '../../functions/core/check.ts';
import { idOfChange } from '../../functions/core/ids.ts';
import { LanguageTag } from '../../functions/core/language.ts';
import { State } from '../../functions/core/state.ts';
import { china, cited } from '../support/core-builders.ts';

test.each([
  ['fr', 'fr'],
  ['zh-hant', 'zh-Hant'],
  ['EN-gb', 'en-GB'],
  ['x-Treaty', 'x-treaty'],
  ['i-klingon', 'i-klingon'],
])('the language %s is kept as %s', (given, kept) => {
  expect(LanguageTag.parse(given)).toBe(kept);
});

test.each(['', 'english language', 'x', 'en_GB', '-', `x-${'a'.repeat(40)}`])(
  '%s is no language',
  (given) => {
    expect(LanguageTag.safeParse(given).success).toBe(false);
  },
);

test('an instant is taken with its offset, and nothing else for one', () => {
  expect(GivenInstant.parse('2026-11-24T02:15:20+08:00')).toBe('2026-11-23T18:15:20.000Z');
  for (const text of ['', '2026-11-24', '2026-02-30T00:00:00Z', 'today'])
    expect(GivenInstant.safeParse(text).error?.issues[0]?.message).toContain('RFC 3339 instant');
  expect(laterOf('2026-01-01', '2026-01-02')).toBe('2026-01-02');
});

test('an amendment states the act anew or its changes, one of the two', () => {
  const action = { kind: 'signature', doneOn: '2020-01-01', sources: [cited] };
  const given = (over: object) =>
    NewCorrection.safeParse({ correction: 'amendment', reason: 'misread', ...over }).success;
  expect([given({ action }), given({ changes: { doneOn: '2020-01-02' } })]).toEqual([true, true]);
  expect([given({}), given({ action, changes: { doneOn: '2020-01-02' } })]).toEqual([false, false]);
});

test('a State and a look are read as they are kept', () => {
  expect(State.parse(china)).toEqual(china);
  const look = { on: '2026-01-01', source: cited };
  expect(NewCheck.parse(look)).toEqual(look);
});

test('changes of a copy have ids of their own', () => {
  expect(idOfChange({ sequence: 7 })).toBe('chg_000000000007');
  expect(idOfChange({ sequence: 7, fork: 'x' })).toBe('chg_000000000007-x');
});
