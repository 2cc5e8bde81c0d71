import { describe, expect, test } from 'vitest';
import type { Difference } from '../../../functions/core/depositary/comparing/difference.ts';
import { accepted, sourceOf } from '../../../functions/core/record/accepting.ts';
import { type KeptProposal, proposalId, servedProposal } from '../../../functions/core/record/proposal.ts';
import { proposalChange, propose } from '../../../functions/core/record/proposing.ts';
import { act, cited, holdings, instrument, newAct } from '../../support/core-builders.ts';

const now = '2026-11-24T12:00:00.000Z';

const document = {
  title: 'Status of the Covenant',
  url: 'https://treaties.un.org/x',
  statusAsAt: '2026-11-20',
  seenOn: '2026-11-24',
  sha256: 'ab'.repeat(32),
};

const difference = (over: Partial<Difference> = {}): Difference => ({
  id: 'new-act CHN ratification 2026-11-01',
  type: 'new-act',
  code: 'CHN',
  participant: 'China',
  kind: 'ratification',
  on: '2026-11-01',
  withdrawn: false,
  recorded: [],
  newParticipant: false,
  plain: true,
  notes: [],
  summary: 'The document shows a ratification.',
  ...over,
});

const proposing = (over: Partial<Parameters<typeof propose>[0]> = {}) =>
  propose({ instrument: 'iccpr', differences: [], document, open: [], closed: new Map(), now, ...over });

const opened = (over: Partial<Difference> = {}): KeptProposal => {
  const [one] = proposing({ differences: [difference(over)] }).opened;
  if (!one) throw new Error('a proposal was expected');
  return one;
};

describe('an observation', () => {
  test('opens one proposal a difference, whatever it is seen in', () => {
    const { opened: found, lapsed, again } = proposing({ differences: [difference(), difference()] });
    expect(found).toHaveLength(1);
    expect([lapsed, again]).toEqual([[], []]);
    expect(found[0]).toMatchObject({
      status: 'open',
      state: 'CHN',
      instrument: 'iccpr',
      document,
      openedAt: now,
    });
    expect(found[0]?.id).toBe(proposalId('iccpr', difference()));
    expect(proposalId('cedaw', difference())).not.toBe(found[0]?.id);
  });

  test('keeps of the depositary’s words no more than somebody reads, and serves none', () => {
    const notes = [...Array.from({ length: 13 }, (_, index) => `${index}`), 'x'];
    expect(opened({ notes }).notes).toHaveLength(12);
    expect(opened({ notes: ['x'.repeat(5000)] }).notes[0]).toHaveLength(4000);
    expect(servedProposal(opened({ notes: ['x'] }))).toMatchObject({ hasNotes: true });
    expect(servedProposal(opened({ notes: ['x'] }))).not.toHaveProperty('notes');
    expect(servedProposal(opened())).toMatchObject({ hasNotes: false });
  });

  test('leaves an open proposal alone, but for the later document that says so again', () => {
    const open = [opened()];
    expect(proposing({ differences: [difference()], open })).toEqual({ opened: [], lapsed: [], again: [] });
    const later = { ...document, statusAsAt: '2026-11-21' };
    const { again } = proposing({ differences: [difference()], open, document: later });
    expect(again).toEqual([{ ...open[0], document: later }]);
    const earlier = { ...document, statusAsAt: '2026-11-19' };
    expect(proposing({ differences: [difference()], open, document: earlier }).again).toEqual([]);
  });

  test('closes nothing about participants of whom a partial document does not speak', () => {
    const open = [opened(), opened({ code: null, participant: 'Chine', type: 'participant-unknown' })];
    expect(proposing({ open, speaksOf: new Set(['FRA']) }).lapsed).toEqual([]);
    expect(proposing({ open, speaksOf: new Set(['CHN']) }).lapsed).toMatchObject([{ state: 'CHN' }]);
    expect(proposing({ open }).lapsed).toHaveLength(2);
  });

  test('keeps the day where another document gives the year alone', () => {
    const open = [opened()];
    const inYear = (on: string, over: Partial<Difference> = {}) =>
      proposing({ open, differences: [difference({ id: on, on, ...over })] });
    expect(inYear('2026')).toEqual({ opened: [], lapsed: [], again: [] });
    for (const other of [
      inYear('2025'),
      inYear('2026', { code: 'FRA' }),
      inYear('2026', { kind: 'accession' }),
    ])
      expect([other.opened.length, other.lapsed.length]).toEqual([1, 1]);
    expect(inYear('2026-11-02')).toMatchObject({
      opened: [{ on: '2026-11-02' }],
      lapsed: [{ on: '2026-11-01' }],
    });
  });

  test('closes what the document says no more', () => {
    const { lapsed, again } = proposing({
      open: [opened()],
      document: { ...document, statusAsAt: '2026-11-21' },
    });
    expect(lapsed).toMatchObject([{ status: 'lapsed', closedAt: now, closedBy: 'watch' }]);
    expect(again).toEqual([]);
  });

  test.each([
    ['rejected', 0],
    ['accepted', 1],
    ['lapsed', 1],
  ] as const)('opens what was %s before %i times', (status, times) => {
    const one = opened();
    const closed = new Map([[one.id, { ...one, status }]]);
    expect(proposing({ differences: [difference()], closed }).opened).toHaveLength(times);
  });
});

describe('what the world is told of a proposal', () => {
  const told = (proposal: KeptProposal, under = true) =>
    proposalChange(proposal, under ? instrument() : undefined, 'https://t.example');

  test('says that it is observed, of whom and by which document', () => {
    const one = opened();
    expect(told(one)).toEqual({
      type: 'proposal.opened',
      facts: { state: 'CHN', instrument: 'iccpr', depositary: 'un-sg', urgedBy: [] },
      data: {
        proposal: one.id,
        status: 'open',
        certainty: 'observed, not confirmed',
        instrument: 'iccpr',
        state: 'CHN',
        participant: 'China',
        difference: {
          type: 'new-act',
          kind: 'ratification',
          on: '2026-11-01',
          withdrawn: false,
          recorded: [],
        },
        document: { title: document.title, url: document.url, statusAsAt: document.statusAsAt },
        url: `https://t.example/v1/proposals/${one.id}`,
      },
    });
  });

  test.each(['accepted', 'rejected', 'lapsed'] as const)('says that it is closed once it is %s', (status) => {
    const { type, data } = told({ ...opened(), status, actions: ['act_1'], reason: 'misread' });
    expect(type).toBe('proposal.closed');
    expect(data).toMatchObject({ status, actions: ['act_1'], reason: 'misread' });
  });

  test('names no State, depositary or address where none is known', () => {
    const { url: _, ...nowhere } = document;
    const { facts, data } = told({ ...opened({ code: null }), document: nowhere }, false);
    expect(facts).toEqual({ instrument: 'iccpr', urgedBy: [] });
    expect(data).not.toHaveProperty('state');
    expect(data.document).not.toHaveProperty('url');
  });
});

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
