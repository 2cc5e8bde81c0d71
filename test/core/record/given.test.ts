import { expect, test } from 'vitest';
import { NewAction } from '../../../functions/core/action.ts';
import { Citation } from '../../../functions/core/citation.ts';
import { recordActions } from '../../../functions/core/record/recording.ts';
import { cited, newAct, settingAt } from '../../support/core-builders.ts';

const now = '2026-11-23T12:00:00.000Z';

test.each([
  ['today, by the UTC day', newAct('accession', '2026-11-23')],
  ['on the day of adoption', newAct('communication', '1966-12-16')],
  ['with an effect ten years later', newAct('accession', '2020-01-02', { effectiveOn: '2030-01-02' })],
  [
    'with a later effect, for a reason',
    newAct('accession', '2020-01-02', {
      effectiveOn: '2045-01-01',
      override: { reason: 'the protocol says so' },
    }),
  ],
  ['a succession that reaches back', newAct('succession', '1992-10-12', { effectiveOn: '1991-10-08' })],
  [
    'a correction that reaches back',
    newAct('depositary-correction', '2002-01-08', { effectiveOn: '1966-12-16' }),
  ],
])('admits an act %s', (_, action) => {
  expect(recordActions(settingAt(now), 'iccpr', [{ action }]).actions).toHaveLength(1);
});

test('several statements of one day are admitted as long as their texts differ', () => {
  const say = (text: string) => ({ action: newAct('declaration', '2020-01-01', { text }) });
  expect(recordActions(settingAt(now), 'iccpr', [say('one'), say('two')]).actions).toHaveLength(2);
  expect(() => recordActions(settingAt(now), 'iccpr', [say('one'), say('one')])).toThrowError(
    /already recorded/,
  );
});

test.each([
  ['composed and decomposed letters', 'R\u00e9serve', 'Re\u0301serve'],
  ['line ends', 'one\ntwo', 'one\r\ntwo'],
  ['a no-break space', 'article 8', 'article\u00a08'],
  ['a trailing space', 'one', 'one \n'],
  ['a double space', 'one two', 'one  two'],
  ['a soft hyphen', 'reservation', 'reser\u00advation'],
  ['a byte-order mark', 'one', '\ufeffone'],
  ['a mark of direction', 'one', 'one\u200e'],
  ['a joiner', 'one two', 'one\u200d two'],
  ['the line end of another system', 'one two', 'one\u0085two'],
  ['a ligature', 'office', 'o\ufb03ce'],
  ['the width of its punctuation', '声明：（一）', '声明:(一)'],
  ['blanks between Chinese characters', '本声明', '本 声\n明'],
  ['quotation marks', '“one” l’autre', '"one" l\'autre'],
  ['dashes', 'one — two', 'one - two'],
])('a text that differs in %s alone is the same one, kept as it was given first', (_, first, second) => {
  const say = (text: string) => ({ action: newAct('reservation', '2020-01-01', { text }) });
  expect(recordActions(settingAt(now), 'iccpr', [say(first)]).actions).toMatchObject([{ text: first }]);
  expect(recordActions(settingAt(now), 'iccpr', [say(second)]).actions).toMatchObject([{ text: second }]);
  expect(() => recordActions(settingAt(now), 'iccpr', [say(first), say(second)])).toThrowError(
    /already recorded as act_\w+; amend that one/,
  );
});

test('the spellings of a provision are one declaration, and another provision is another', () => {
  const on = (provision: string) => ({ action: newAct('optional-declaration', '2020-01-01', { provision }) });
  const spellings = [
    'art. 41',
    'Art 41',
    'Article 41(1)',
    'Art 41 (1)',
    'Article 41, paragraph 1',
    '第四十一条',
  ];
  for (const spelling of spellings)
    expect(() => recordActions(settingAt(now), 'iccpr', [on('article 41'), on(spelling)])).toThrowError(
      /already recorded/,
    );
  expect(recordActions(settingAt(now), 'iccpr', [on('article 41'), on('article 42')]).actions).toHaveLength(
    2,
  );
});

test.each([
  ['2026-11-23T09:59:59.999Z', '2026-11-24', false],
  ['2026-11-23T10:00:00.000Z', '2026-11-24', true],
  ['2026-11-23T23:59:59.999Z', '2026-11-24', true],
  ['2026-11-23T23:59:59.999Z', '2026-11-25', false],
])('at %s the day %s has begun somewhere: %s', (instant, day, begun) => {
  const attempt = () => recordActions(settingAt(instant), 'iccpr', [{ action: newAct('accession', day) }]);
  if (begun) expect(attempt().actions).toHaveLength(1);
  else expect(attempt).toThrowError(/is in the future; the last day that has begun anywhere is/);
});

test.each<[string, string, string]>([
  ['a Chinese name', 'https://外交部.中国/x', 'https://xn--tlq87w5j9b.xn--fiqs8s/x'],
  ['punycode', 'http://xn--fiqs8s/', 'http://xn--fiqs8s/'],
  ['an address', 'http://192.0.2.7:8080/a', 'http://192.0.2.7:8080/a'],
  ['an IPv6 address', 'http://[2001:DB8::1]/', 'http://[2001:db8::1]/'],
  ['a trailing dot', 'https://treaties.un.org./', 'https://treaties.un.org./'],
  ['a space', 'https://e.org/a b?c d#e f', 'https://e.org/a%20b?c%20d#e%20f'],
  ['Chinese in its path', 'https://e.org/条约', 'https://e.org/%E6%9D%A1%E7%BA%A6'],
  ['blanks around it', ' https://e.org/ ', 'https://e.org/'],
  ['a bar and braces', 'https://e.org/{a}|b?c=d|e^', 'https://e.org/%7Ba%7D%7Cb?c=d%7Ce%5E'],
  ['square brackets', 'https://e.org/a[1]?b[]=c#d[2]', 'https://e.org/a%5B1%5D?b%5B%5D=c#d%5B2%5D'],
  ['a per cent sign', 'https://e.org/50%?a=%zz', 'https://e.org/50%25?a=%25zz'],
  ['two number signs', 'https://e.org/#a#b', 'https://e.org/#a%23b'],
  ['a scheme in capitals', 'HTTPS://E.ORG/A', 'https://e.org/A'],
  ['an at sign in its path', 'https://e.org/a@b?c=d@e', 'https://e.org/a@b?c=d@e'],
])('a source at %s is taken, and stored serialised', (_, url, stored) => {
  const given = NewAction.parse(newAct('accession', '2020-01-01', { sources: [{ ...cited, url }] }));
  expect(given.sources[0]?.url).toBe(stored);
  expect(Citation.parse({ ...cited, url: stored }).url).toBe(stored);
});

test('an address with a password is refused with the reason, and never shown where it was stored before', () => {
  const url = 'https://desk:secret@e.org/x';
  const given = NewAction.safeParse(newAct('accession', '2020-01-01', { sources: [{ ...cited, url }] }));
  expect(given.error?.issues[0]?.message).toContain('leave out the user name and password');
  expect(Citation.parse({ ...cited, url }).url).toBe('https://e.org/x');
});

test('a text may have 50,000 characters, in any script', () => {
  for (const sign of ['x', '条', '😀'])
    expect(
      NewAction.safeParse(newAct('reservation', '2020-01-01', { text: sign.repeat(50_000) })).success,
    ).toBe(true);
});

test.each<[string, object]>([
  ['no source', { sources: [] }],
  [
    'a source with neither url nor symbol',
    { sources: [{ title: 't', seenOn: '2026-01-01', tier: 'primary' }] },
  ],
  ['an unverified source without a note', { sources: [{ ...cited, tier: 'unverified' }] }],
  ['a source at another scheme', { sources: [{ ...cited, url: 'javascript:alert(1)' }] }],
  ['a day that does not exist', { doneOn: '2022-02-30' }],
  ['an unknown kind', { kind: 'unsigning' }],
  ['an unknown field', { status: 'party' }],
  ['a text of blanks', { text: ' \n\t' }],
  ['an override for no reason', { override: { reason: ' ' } }],
  ['a text too long', { text: '条'.repeat(50_001) }],
])('an act with %s is not well-formed', (_, over) => {
  expect(NewAction.safeParse({ ...newAct('accession', '2020-01-01'), ...over }).success).toBe(false);
});
