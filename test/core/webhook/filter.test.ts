import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Filter, matches, unknownValues } from '../../../functions/core/webhook/filter.ts';

const recorded = {
  type: 'treaty.action.recorded' as const,
  facts: {
    state: 'CHN',
    instrument: 'ilo-c029',
    depositary: 'ilo-dg',
    actionKind: 'ratification',
    urgedBy: ['ohchr-2019-04-29'],
  },
};
const statusChange = {
  type: 'treaty.status.changed' as const,
  facts: { state: 'CHN', instrument: 'ilo-c029', depositary: 'ilo-dg', urgedBy: ['ohchr-2019-04-29'] },
};
const added = {
  type: 'instrument.added' as const,
  facts: { instrument: 'ilo-c029', depositary: 'ilo-dg', urgedBy: [] },
};
const urging = { type: 'urging.recorded' as const, facts: { state: 'CHN', urgedBy: ['ohchr-2019-04-29'] } };
const imported = { type: 'dataset.imported' as const, facts: { urgedBy: [] } };

describe('a filter', () => {
  test.each([recorded, statusChange, added, urging, imported])('that is empty wants everything', (change) => {
    expect(matches({}, change)).toBe(true);
  });

  test.each<[Filter, boolean]>([
    [{ types: ['treaty.*'] }, true],
    [{ types: ['treaty.action.*'] }, true],
    [{ types: ['treaty.status.changed'] }, false],
    [{ types: ['instrument.*', 'treaty.action.recorded'] }, true],
    [{ states: ['FRA', 'CHN'] }, true],
    [{ states: ['FRA'] }, false],
    [{ states: ['CHN'], instruments: ['iccpr'] }, false],
    [{ states: ['CHN'], instruments: ['iccpr', 'ilo-c029'], actionKinds: ['ratification'] }, true],
    [{ depositaries: ['un-sg'] }, false],
    [{ sources: ['ohchr-2019-04-29'] }, true],
    [{ sources: ['upr-2024'] }, false],
    [{ actionKinds: ['accession'] }, false],
  ])('%j on a ratification: %s', (filter, wanted) => {
    expect(matches(filter, recorded)).toBe(wanted);
  });

  test('does not match a change that lacks the fact it asks for', () => {
    expect(matches({ actionKinds: ['ratification'] }, statusChange)).toBe(false);
    expect(matches({ states: ['CHN'] }, added)).toBe(false);
    expect(matches({ instruments: ['ilo-c029'] }, urging)).toBe(false);
    expect(matches({ states: ['CHN'], sources: ['ohchr-2019-04-29'] }, urging)).toBe(true);
  });

  test('lets an import through unless its types shut it out, since it may hold anything', () => {
    expect(matches({ states: ['CHN'], actionKinds: ['ratification'] }, imported)).toBe(true);
    expect(matches({ types: ['treaty.*'] }, imported)).toBe(false);
  });

  test('with one value more in a member wants no less, with one member more no more', () => {
    const filters = fc.record(
      {
        states: fc.uniqueArray(fc.constantFrom('CHN', 'FRA', 'DEU'), { minLength: 1 }),
        instruments: fc.uniqueArray(fc.constantFrom('ilo-c029', 'iccpr'), { minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filters, (filter) => {
        const wider = filter.states ? { ...filter, states: [...filter.states, 'CHN'] } : filter;
        if (matches(filter, recorded)) expect(matches(wider, recorded)).toBe(true);
        if (!matches(filter, recorded)) expect(matches({ ...filter, sources: ['x'] }, recorded)).toBe(false);
      }),
    );
  });

  test.each([
    { colour: ['red'] },
    { types: ['treaty.ratified'] },
    { types: ['*'] },
    { types: [] },
    { states: ['China'] },
    { actionKinds: ['signing'] },
    { states: 'CHN' },
  ])('%j is refused', (filter) => {
    expect(Filter.safeParse(filter).success).toBe(false);
  });

  test('names each value that is not on record', () => {
    const known = {
      states: new Set(['CHN']),
      instruments: new Set(['iccpr']),
      depositaries: new Set(['un-sg']),
      sources: new Set<string>(),
    };
    const faults = unknownValues({ states: ['CHN', 'XXX'], sources: ['nobody'] }, known);
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/filter/states/1', '/filter/sources/0']);
  });
});
