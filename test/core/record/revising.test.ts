import { describe, expect, test } from 'vitest';
import type { NewInstrument } from '../../../functions/core/instrument.ts';
import { revisedInstrument, revisedSource } from '../../../functions/core/record/revising.ts';
import type { NewSource } from '../../../functions/core/source.ts';
import { catalogue, cited, instrument } from '../../support/core-builders.ts';

const at = { by: 'editor', recordedAt: '2026-02-01T00:00:00.000Z', today: '2026-02-01' };

function contentOf(over: Partial<NewInstrument> = {}): NewInstrument {
  const { id: _, version: __, recordedAt: ___, recordedBy: ____, ...content } = instrument();
  return { ...content, ...over };
}

const covenant = instrument();
const known = catalogue([covenant]);

describe('an instrument', () => {
  const revise = (over: Partial<NewInstrument>, ifVersion = 1) =>
    revisedInstrument({ id: 'iccpr', content: contentOf(over), ifVersion }, known, at);
  const add = (over: Partial<NewInstrument>) =>
    revisedInstrument({ id: 'new', content: contentOf(over), ifVersion: 0 }, known, at);

  test('that was adopted on a day that has begun nowhere is refused', () => {
    expect(add({ adoptedOn: '2026-02-01' }).adoptedOn).toBe('2026-02-01');
    expect(() => add({ adoptedOn: '2026-02-02' })).toThrow('2026-02-02 is in the future');
  });

  test('that nobody knew is version 1, by whom and when', () =>
    expect(add({})).toMatchObject({
      id: 'new',
      version: 1,
      recordedBy: 'editor',
      recordedAt: at.recordedAt,
    }));

  test('that changes becomes the next version', () =>
    expect(revise({ adoptedAt: 'New York' })).toMatchObject({ version: 2, adoptedAt: 'New York' }));

  test('that does not change is the one on record', () => expect(revise({})).toBe(covenant));

  test.each([0, 2])('is refused where the writer saw version %i', (seen) =>
    expect(() => revise({ adoptedAt: 'New York' }, seen)).toThrow(
      `The instrument iccpr is at version 1, not ${seen}; read it again.`,
    ),
  );

  test('that is new is refused where the writer saw one', () =>
    expect(() => revisedInstrument({ id: 'new', content: contentOf(), ifVersion: 1 }, known, at)).toThrow(
      'The instrument new is at version 0, not 1; read it again.',
    ));

  test('may name itself and those on record', () =>
    expect(
      add({
        parent: 'iccpr',
        acts: [
          {
            act: 'ratification',
            requires: [
              { instrument: 'new', status: 'signatory' },
              {
                anyOf: [
                  { instrument: 'iccpr', status: 'party' },
                  { instrument: 'new', status: 'party' },
                ],
              },
            ],
          },
        ],
      }).parent,
    ).toBe('iccpr'));

  test.each<[string, Partial<NewInstrument>]>([
    ['/parent', { parent: 'gone' }],
    ['/acts', { acts: [{ act: 'accession', requires: [{ instrument: 'gone', status: 'party' }] }] }],
    [
      '/acts',
      {
        acts: [
          {
            act: 'accession',
            requires: [
              {
                anyOf: [
                  { instrument: 'iccpr', status: 'party' },
                  { instrument: 'gone', status: 'party' },
                ],
              },
            ],
          },
        ],
      },
    ],
    ['/termination/replacedBy', { termination: ended('2000-01-01', 'gone') }],
    ['/automaticDenunciations/0/by', { automaticDenunciations: [denouncedBy('gone')] }],
  ])('is refused at %s for an instrument that is not on record', (pointer, over) =>
    expect(() => add(over)).toThrow(
      expect.objectContaining({
        code: 'unknown-value',
        errors: [{ pointer, detail: 'gone is not on record.' }],
      }),
    ),
  );

  test.each([
    ['1966-12-15', 'date-out-of-range'],
    ['1966-12-16', undefined],
  ])('that ended on %s, adopted on 1966-12-16: %s', (on, code) =>
    code
      ? expect(() => add({ termination: ended(on) })).toThrow(expect.objectContaining({ code }))
      : expect(add({ termination: ended(on) }).termination?.on).toBe(on),
  );

  test.each([
    ['1966-12-15', true],
    ['1966-12-16', false],
  ])('adopted on %s may be denounced by one of 1966-12-16: %s', (adoptedOn, isAllowed) => {
    const denounced = { adoptedOn, automaticDenunciations: [denouncedBy('iccpr')] };
    if (isAllowed) expect(add(denounced).automaticDenunciations).toHaveLength(1);
    else expect(() => add(denounced)).toThrow('iccpr was not adopted after new');
  });
});

describe('a source', () => {
  const content: NewSource = {
    title: 'A letter',
    author: 'OHCHR',
    kind: 'letter',
    on: '2019-04-29',
    citations: [cited],
    urgings: [calling('CHN', 'iccpr')],
  };
  const add = (over: Partial<NewSource>) =>
    revisedSource({ id: 'letter', content: { ...content, ...over }, ifVersion: 0 }, known, at);

  test('that was written or seen on a day that has begun nowhere is refused', () => {
    const seen = (seenOn: string) => ({ citations: [cited, { ...cited, seenOn }] });
    const placed = (pointer: string) =>
      expect.objectContaining({ errors: [expect.objectContaining({ pointer })] });
    expect(add({ on: '2026-02-01', ...seen('2026-02-01') }).on).toBe('2026-02-01');
    expect(() => add({ on: '2026-02-02' })).toThrow(placed('/on'));
    expect(() => add(seen('2026-02-02'))).toThrow(placed('/citations/1/seenOn'));
  });

  test('that does not change is the one on record', () => {
    const letter = add({});
    expect(letter.version).toBe(1);
    const after = catalogue([covenant], [letter]);
    expect(revisedSource({ id: 'letter', content, ifVersion: 1 }, after, at)).toBe(letter);
    const revised = revisedSource(
      { id: 'letter', content: { ...content, title: 'The letter' }, ifVersion: 1 },
      after,
      at,
    );
    expect(revised).toMatchObject({ title: 'The letter', version: 2 });
    expect(() => revisedSource({ id: 'letter', content, ifVersion: 0 }, after, at)).toThrow(
      'The source letter is at version 1, not 0; read it again.',
    );
  });

  test('may call for a class of instruments that it names none of', () => {
    const implied = { id: 'chn-all', state: 'CHN', kind: 'implied', class: 'human-rights' } as const;
    const all = { ...implied, paragraph: '2', wording: 'Ratify all.' };
    expect(add({ urgings: [all] }).urgings).toEqual([all]);
  });

  test.each([
    ['/urgings/1/state', calling('FRA', 'iccpr'), 'FRA'],
    ['/urgings/1/instrument', calling('CHN', 'gone'), 'gone'],
  ])('is refused at %s', (pointer, call, name) =>
    expect(() => add({ urgings: [calling('CHN', 'iccpr'), call] })).toThrow(
      expect.objectContaining({ errors: [{ pointer, detail: `${name} is not on record.` }] }),
    ),
  );
});

function ended(on: string, replacedBy?: string): NonNullable<NewInstrument['termination']> {
  return { kind: 'termination', on, rule: 'article 1', sources: [cited], ...(replacedBy && { replacedBy }) };
}

function denouncedBy(by: string): NonNullable<NewInstrument['automaticDenunciations']>[number] {
  return { by, from: 'consent', clause: 'article 2' };
}

function calling(state: string, instrument: string): NonNullable<NewSource['urgings']>[number] {
  return {
    id: `${state.toLowerCase()}-${instrument}`,
    state,
    instrument,
    kind: 'named',
    paragraph: '1',
    wording: 'Ratify it.',
  };
}
