import { describe, expect, test } from 'vitest';
import type { Difference } from '../../../functions/core/depositary/comparing/difference.ts';
import { type KeptProposal, proposalId, servedProposal } from '../../../functions/core/record/proposal.ts';
import { proposalChange } from '../../../functions/core/record/proposing.ts';
import { instrument } from '../../support/core-builders.ts';

import { difference, document, now, opened, proposing } from './proposed.ts';

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
