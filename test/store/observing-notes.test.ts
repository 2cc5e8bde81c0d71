import { expect, test } from 'vitest';
import { observe, withProtocol } from '../support/depositary/observing.ts';
import { statusPage } from '../support/depositary/status-page.ts';
import { freshTable } from '../support/engine/table.ts';

const row = (participant: string, note: string) => ({
  participant,
  notes: [note],
  cells: ['', '7 Mar 1986 a'],
});
const rows = [row('Niger', '9'), row('Zambia', '10')];
const leaving = (who: string) =>
  `On 20 August 2025, the Government of ${who} notified the depositary of its decision to withdraw from the Protocol, with effect from 20 August 2026.`;
const pageOf = (day: string) =>
  statusPage({
    rows,
    notes: { 9: leaving('Niger'), 10: leaving('Zambia') },
    stamp: `STATUS AS AT : ${day}-02-2026`,
  });
const at = (day: string) => `2026-02-${day}T10:00:00.000Z`;

test('a withdrawal to come that only a note tells of is asked about once', async () => {
  const store = await withProtocol(await freshTable());
  const by = (day: string) => ({ now: () => at(day), by: 'desk' });
  for (const { participant } of rows) {
    const source = { title: 'C.N.1', symbol: 'C.N.1', seenOn: '1986-04-01', tier: 'primary' as const };
    const action = { kind: 'accession' as const, doneOn: '1986-03-07', sources: [source] };
    const code = participant === 'Niger' ? 'NER' : 'ZMB';
    await store.recording.recordActions(code, 'lists', [{ action }], by('03'));
  }
  const [{ opened = [] } = {}] = await observe(store, pageOf('04'), at('04'));
  expect(opened.map(({ type, state, plain }) => [type, state, plain])).toEqual([
    ['leaving-noted', 'NER', false],
    ['leaving-noted', 'ZMB', false],
  ]);
  const [niger = '', zambia = ''] = opened.map(({ id }) => id);
  await expect(store.deciding.accept(niger, {}, by('04'))).rejects.toMatchObject({ code: 'invalid-input' });

  const sources = [{ title: 'C.N.2', symbol: 'C.N.2', seenOn: '2025-09-01', tier: 'primary' as const }];
  const action = { kind: 'denunciation' as const, doneOn: '2025-08-20', effectiveOn: '2026-08-20', sources };
  await store.deciding.accept(niger, { action }, by('04'));
  await store.deciding.reject(zambia, { reason: 'Of another treaty.' }, by('04'));
  expect(await observe(store, pageOf('05'), at('05'))).toMatchObject([{ opened: [], lapsed: [] }]);
  expect(await store.proposals.open()).toEqual([]);
});
