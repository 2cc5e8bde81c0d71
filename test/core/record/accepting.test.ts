import { describe, expect, test } from 'vitest';
import { accepted, sourceOf } from '../../../functions/core/record/accepting.ts';
import { act, cited, holdings, newAct } from '../../support/core-builders.ts';
import { document, opened } from './proposed.ts';

describe('accepting', () => {
  const signed = act('signature', '1998-10-05', { text: 'at New York' });
  const record = holdings([act('signature', '1998-10-05', { instrument: 'cedaw' }), signed]);
  const given = newAct('accession', '2026-11-02');
  const source = sourceOf(opened());

  test.each(['new-act', 'older-act'] as const)(
    'a %s records what is printed, or what the editor says',
    (type) => {
      const one = opened({ type });
      expect(accepted(one, record, {})).toEqual({
        does: 'record',
        action: { kind: 'ratification', doneOn: '2026-11-01', sources: [source] },
      });
      expect(accepted(one, record, { action: given })).toEqual({
        does: 'record',
        action: { ...given, sources: [cited, source] },
      });
    },
  );

  test.each(['participation', 'simplified-procedure'])(
    'what is printed as %s is consent to be bound',
    (kind) => {
      expect(accepted(opened({ kind: kind as never }), record, {})).toMatchObject({
        action: { kind: 'consent-to-be-bound' },
      });
    },
  );

  test.each([
    ['which act it is', { kind: null }],
    ['a kind that is no act', { kind: 'mystery' as never }],
    ['the day', { on: '2026-11' }],
    ['any day', { on: null }],
    ['since when it counts no more', { withdrawn: true }],
  ])('needs the act where the document does not say %s', (_, over) => {
    expect(() => accepted(opened(over), record, {})).toThrow(/Give the act/);
    expect(accepted(opened(over), record, { action: given })).toMatchObject({ does: 'record' });
  });

  test('another date amends the act on record, and keeps what else it says', () => {
    const one = opened({
      type: 'date-changed',
      kind: 'signature',
      recorded: [{ kind: 'signature', on: '1998-10-05' }] as never,
    });
    const reason = `${document.title} gives 2026-11-01, status as at 2026-11-20.`;
    expect(accepted(one, record, {})).toEqual({
      does: 'correct',
      of: signed.id,
      correction: {
        correction: 'amendment',
        reason,
        action: { kind: 'signature', doneOn: '2026-11-01', text: 'at New York', sources: [cited, source] },
      },
    });
    expect(accepted(one, record, { action: given })).toMatchObject({
      of: signed.id,
      correction: { action: { ...given, sources: [cited, source] } },
    });
  });

  test.each([
    ['another kind', { kind: 'ratification', on: '1998-10-05' }],
    ['another day', { kind: 'signature', on: '1998-10-06' }],
  ])('an act that is gone is retracted, but not one of %s', (_, on) => {
    const gone = (recorded: object) => opened({ type: 'act-gone', recorded: [recorded] as never });
    expect(accepted(gone({ kind: 'signature', on: '1998-10-05' }), record, {})).toEqual({
      does: 'correct',
      of: signed.id,
      correction: {
        correction: 'retraction',
        reason: `${document.title} shows it no more, status as at 2026-11-20.`,
      },
    });
    expect(() => accepted(gone(on), record, {})).toThrow('has changed since');
    expect(accepted(gone(on), record, { action: given })).toMatchObject({ does: 'record' });
  });

  test.each(['act-withdrawn', 'act-restored', 'leaving-noted'] as const)('an %s needs the act', (type) => {
    expect(() => accepted(opened({ type }), record, {})).toThrow('nor on which day');
    expect(accepted(opened({ type }), record, { action: given })).toMatchObject({ does: 'record' });
  });

  test('what no one act would settle is refused', () => {
    const others = ['absent', 'unknown-participant', 'anything'] as never[];
    for (const type of others)
      expect(() => accepted(opened({ type }), record, { action: given })).toThrow('No single act');
  });

  test('the document is a primary source, with its address where that leads to the web', () => {
    expect(source).toEqual({
      title: document.title,
      url: document.url,
      symbol: 'status as at 2026-11-20',
      seenOn: '2026-11-24',
      tier: 'primary',
      note: `The document as fetched has the SHA-256 ${document.sha256}.`,
    });
    for (const url of ['file:///x', undefined]) {
      const { url: _, ...rest } = document;
      expect(sourceOf({ ...opened(), document: { ...rest, ...(url && { url }) } })).not.toHaveProperty('url');
    }
  });
});
