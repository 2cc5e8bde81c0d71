import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import {
  bestTier,
  Citation,
  givenUrl,
  isWebUrl,
  NewCitation,
  weakestTier,
} from '../../functions/core/citation.ts';
import type { Tier } from '../../functions/core/vocabulary.ts';
import { cited } from '../support/core-builders.ts';

const messages = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? [];

describe('an address', () => {
  const ofLength = (length: number) => `https://a.example/${'x'.repeat(length - 18)}`;

  test.each([
    ['https://treaties.un.org/', true],
    ['HTTP://treaties.un.org', true],
    ['ftp://treaties.un.org/', false],
    ['httpsx://treaties.un.org/', false],
    ['javascript:alert(1)', false],
    ['C.N.782.2001', false],
    ['', false],
  ])('%s may be opened: %s', (text, expected) => expect(isWebUrl(text)).toBe(expected));

  test('is refused for one reason, the first', () => {
    const scheme = /^an http or https URL is expected/;
    for (const text of ['C.N.782.2001', 'ftp://user:password@a.example/', `x${'y'.repeat(9000)}`])
      expect(messages(givenUrl(), text)).toEqual([['', expect.stringMatching(scheme)]]);
    for (const who of ['user:password@', 'user@', ':password@'])
      expect(messages(givenUrl(), `https://${who}a.example/${'x'.repeat(9000)}`)).toEqual([
        ['', expect.stringMatching(/^leave out the user name and password/)],
      ]);
  });

  test('has up to 8000 characters, as it is published', () => {
    expect(messages(givenUrl(), ofLength(8000))).toEqual([]);
    expect(messages(givenUrl(), ofLength(8001))).toEqual([
      ['', 'at most 8000 characters are expected, percent-encoded'],
    ]);
    expect(messages(givenUrl(), `https://a.example/${'条'.repeat(1000)}`)).toHaveLength(1);
  });

  test('that is on record and is none is published as it is', () =>
    expect(Citation.parse({ ...cited, url: 'C.N.782.2001' }).url).toBe('C.N.782.2001'));
});

describe('a source', () => {
  const { url, ...bare } = cited;
  const unverified = { ...bare, tier: 'unverified' };
  const faults = (over: object) => messages(NewCitation, { ...bare, ...over });

  test('has an address or a symbol, unless nobody read it', () => {
    expect([faults({ url }), faults({ symbol: 'C.N.1.2001' }), faults({ url, symbol: 'x' })]).toEqual([
      [],
      [],
      [],
    ]);
    expect(faults({})).toEqual([
      ['url', 'a source needs a url or a document symbol, unless its tier is unverified'],
    ]);
    expect(messages(NewCitation, { ...unverified, note: 'from memory' })).toEqual([]);
  });

  test('says why it is unverified', () => {
    expect(messages(NewCitation, { ...unverified, url })).toEqual([
      ['note', 'an unverified source needs a note that says why it is unverified'],
    ]);
    expect(messages(NewCitation, { ...unverified, note: '' })).toHaveLength(1);
  });

  test('is described so in what may be sent, and not in what is answered', () => {
    const described = (io: 'input' | 'output') => {
      const jsonSchema = {};
      const { override } = NewCitation.unwrap().meta() as { override: (of: object) => void };
      override({ jsonSchema, io });
      return jsonSchema;
    };
    expect(described('input')).toMatchObject({
      if: { properties: { tier: { const: 'unverified' } } },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so
      then: { required: ['note'] },
      else: { anyOf: [{ required: ['url'] }, { required: ['symbol'] }] },
    });
    expect(described('output')).toEqual({});
  });
});

test('of several tiers the nearest to the depositary is the best, the farthest the weakest', () => {
  const tiers: Tier[] = ['primary', 'official', 'secondary', 'unverified'];
  for (const [at, one] of tiers.entries())
    for (const [beside, other] of tiers.entries()) {
      const both = [one, other].map((tier) => ({ ...cited, tier }));
      expect(bestTier(both)).toBe(tiers[Math.min(at, beside)]);
      expect(weakestTier([one, other])).toBe(tiers[Math.max(at, beside)]);
    }
  expect([bestTier([]), weakestTier([])]).toEqual(['unverified', 'primary']);
});
