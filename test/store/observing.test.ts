import { beforeAll, expect, test } from 'vitest';
import { DomainError } from '../../functions/core/errors.ts';
import { viewState } from '../../functions/core/law/state-view.ts';
import type { Store } from '../../functions/store/index.ts';
import { acceptAll, observe, withProtocol } from '../support/depositary/observing.ts';
import { statusFile } from '../support/depositary/other-documents.ts';
import { type PageRow, someRows, statusPage } from '../support/depositary/status-page.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';

const early = '2018-01-16T10:00:00.000Z';
const late = '2026-02-04T10:00:00.000Z';
/** Rows without a date in brackets, because acts alone do not tell of a withdrawal. */
const plainRows: PageRow[] = someRows.filter(({ participant }) => participant !== 'Jamaica');
const earlier = () => statusFile({ rows: plainRows, counts: { signatories: 2, parties: 4 } });
const laterRows: PageRow[] = [
  ...plainRows.map((row) =>
    row.participant === 'Türkiye' ? { ...row, cells: ['3 Feb 2004', '1 Mar 2025'] } : row,
  ),
  { participant: 'Zambia', cells: ['', '2 Feb 2024 a'] },
];
const later = () => statusPage({ rows: laterRows });

let table: TestTable;
let store: Store;
beforeAll(async () => {
  table = await freshTable();
  store = await withProtocol(table);
  await observe(store, earlier(), early, '2018-01-15');
  await acceptAll(store, early);
});

const open = async () => (await store.proposals.open()).map(({ summary }) => summary);
const statusOf = (code: string, asOf: string) =>
  store.record.read(
    async ({ catalogue, holdings }) =>
      viewState(catalogue, await holdings(code), { asOf }).positionOn('lists', asOf).status,
  );

test('what a first document shows becomes the record once it is accepted, and nothing is left open', async () => {
  expect(await open()).toEqual([]);
  expect(await statusOf('CHL', '2018-01-15')).toBe('party');
  expect(await statusOf('TUR', '2018-01-15')).toBe('signatory');
  expect(await statusOf('ZMB', '2018-01-15')).toBe('no-action');
});

test('a later document proposes exactly what happened since, once, and counts in no status', async () => {
  const [observed] = await observe(store, later(), late);
  expect(observed?.opened).toHaveLength(2);
  expect(await open()).toEqual(
    [
      expect.stringContaining('ratification of 2025-03-01'),
      expect.stringContaining('accession of 2024-02-02'),
    ].toSorted(),
  );
  const head = await store.record.head();
  const [again] = await observe(store, later(), '2026-02-04T12:00:00.000Z');
  expect(again).toMatchObject({ opened: [], lapsed: [] });
  expect((await store.record.head()).sequence).toBe(head.sequence);
  expect(await statusOf('TUR', '2026-02-03')).toBe('signatory');
});

test('the world is told of proposals, apart from what is confirmed', async () => {
  const { sequence } = await store.record.head();
  const changes = await Array.fromAsync(store.changes.list(sequence - 2, sequence));
  expect(changes.map(({ type }) => type)).toEqual(['proposal.opened', 'proposal.opened']);
  const body = JSON.parse(changes[0]?.body ?? '');
  expect(body.data).toMatchObject({
    certainty: 'observed, not confirmed',
    instrument: 'lists',
    status: 'open',
  });
});

test('accepting records the act with the document as its primary source, closes the proposal, and leaves the past as it was', async () => {
  const proposal = (await store.proposals.open()).find(({ state }) => state === 'TUR');
  const writing = { now: () => '2026-02-05T10:00:00.000Z', by: 'desk' };
  const id = proposal?.id ?? '';
  const done = await store.deciding.accept(id, {}, writing);
  expect(done).toMatchObject({
    status: 'accepted',
    closedBy: 'desk',
    actions: [expect.stringMatching(/^act_/)],
  });
  const act = await store.record.read(async ({ holdings }) => (await holdings('TUR')).actions.at(-1));
  expect(act).toMatchObject({
    kind: 'ratification',
    doneOn: '2025-03-01',
    sources: [{ tier: 'primary', seenOn: '2026-02-04', symbol: 'status as at 2026-02-03' }],
  });
  expect(await statusOf('TUR', '2018-01-15')).toBe('signatory');
  expect(await statusOf('TUR', '2026-02-05')).not.toBe('signatory');
  const { sequence } = await store.record.head();
  expect(await store.deciding.accept(id, {}, writing)).toEqual(done);
  expect((await store.record.head()).sequence).toBe(sequence);
  await expect(store.deciding.reject(id, { reason: 'no' }, writing)).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('an act that another editor recorded meanwhile is not recorded twice', async () => {
  const proposal = (await store.proposals.open()).find(({ state }) => state === 'ZMB');
  const at = { now: () => '2026-02-05T11:00:00.000Z', by: 'another' };
  const source = {
    title: 'C.N.1.2024',
    symbol: 'C.N.1.2024',
    seenOn: '2024-02-05',
    tier: 'primary' as const,
  };
  const action = { kind: 'accession' as const, doneOn: '2024-02-02', sources: [source] };
  await store.recording.recordActions('ZMB', 'lists', [{ action }], at);
  expect(await store.deciding.accept(proposal?.id ?? '', {}, at)).toMatchObject({
    status: 'accepted',
    actions: [],
  });
  const acts = await store.record.read(async ({ holdings }) => (await holdings('ZMB')).actions);
  expect(acts).toHaveLength(1);
});

test('a rejected proposal stays closed while the document says the same', async () => {
  const rows = [...laterRows, { participant: 'Malta', cells: ['', '3 Mar 2025 a'] }];
  await observe(store, statusPage({ rows, stamp: 'STATUS AS AT : 10-02-2026' }), '2026-02-10T10:00:00.000Z');
  const [proposal] = await store.proposals.open();
  const reject = () =>
    store.deciding.reject(
      proposal?.id ?? '',
      { reason: 'A misprint.' },
      { now: () => '2026-02-10T11:00:00.000Z', by: 'desk' },
    );
  expect(await reject()).toMatchObject({ status: 'rejected', reason: 'A misprint.' });
  expect(await reject()).toMatchObject({ status: 'rejected' });
  await observe(store, statusPage({ rows, stamp: 'STATUS AS AT : 11-02-2026' }), '2026-02-11T10:00:00.000Z');
  expect(await open()).toEqual([]);
});

test('a proposal that the document says no more is closed by itself, and opens again if it returns', async () => {
  const rows = [...laterRows, { participant: 'Niue', cells: ['', '3 Mar 2025 a'] }];
  const at = (day: string) =>
    observe(
      store,
      statusPage({ rows, stamp: `STATUS AS AT : ${day}-03-2026` }),
      `2026-03-${day}T10:00:00.000Z`,
    );
  await at('01');
  expect(await open()).toHaveLength(1);
  const [gone] = await observe(
    store,
    statusPage({ rows: laterRows, stamp: 'STATUS AS AT : 02-03-2026' }),
    '2026-03-02T10:00:00.000Z',
  );
  expect(gone?.lapsed).toMatchObject([{ state: 'NIU', status: 'lapsed' }]);
  await at('03');
  expect(await open()).toHaveLength(1);
});

test('a whole reading is a look at every participant, kept once for an instrument and day', async () => {
  const days = await store.readingsAfter({ instrument: 'lists', after: '', most: 2 });
  expect(days.map(({ statusAsAt, rows, printed }) => ({ statusAsAt, rows, printed }))).toEqual([
    { statusAsAt: '2018-01-15', rows: 5, printed: { signatories: 2, parties: 4 } },
    { statusAsAt: '2026-02-03', rows: 6, printed: { signatories: 2, parties: 6 } },
  ]);
});

test('what is not whole changes nothing', async () => {
  const before = await store.record.head();
  const broken = observe(store, later().slice(0, 4000), '2026-04-01T10:00:00.000Z');
  await expect(broken).rejects.toThrow(DomainError);
  const other = observe(store, statusPage({ chapter: 'XXVII' }), '2026-04-01T10:00:00.000Z');
  await expect(other).rejects.toMatchObject({ code: 'not-found' });
  expect(await store.record.head()).toEqual(before);
});

test('a date changed in place is amended, an act that vanished taken back, and brackets need the act that ended it', async () => {
  const own = await withProtocol(await freshTable());
  const first = [
    { participant: 'Chile', cells: ['16 Sep 1969', '10 Feb 1972'] },
    { participant: 'Niger', cells: ['', '7 Mar 1986 a'] },
    { participant: 'Malta', cells: ['1 Mar 1990', ''] },
  ];
  await observe(own, statusPage({ rows: first }), late);
  await acceptAll(own, late);
  const second = [
    { participant: 'Chile', cells: ['16 Sep 1969', '20 Jan 2021'] },
    { participant: 'Niger', cells: ['', '[7 Mar 1986 a]'] },
    { participant: 'Malta', cells: ['', ''] },
  ];
  const status = 'Signatories : 1. Parties : 1';
  await observe(
    own,
    statusPage({ rows: second, status, stamp: 'STATUS AS AT : 04-02-2026' }),
    '2026-02-04T12:00:00.000Z',
  );
  const at = { now: () => '2026-02-04T13:00:00.000Z', by: 'desk' };
  const by = new Map((await own.proposals.open()).map((one) => [one.type, one.id]));
  expect([...by.keys()].sort()).toEqual(['act-gone', 'act-withdrawn', 'date-changed']);
  await own.deciding.accept(by.get('date-changed') ?? '', {}, at);
  await own.deciding.accept(by.get('act-gone') ?? '', {}, at);
  const withdrawn = by.get('act-withdrawn') ?? '';
  await expect(own.deciding.accept(withdrawn, {}, at)).rejects.toMatchObject({
    errors: [{ pointer: '/action' }],
  });
  const source = { title: 'Note 1', symbol: 'Note 1', seenOn: '2026-02-04', tier: 'primary' as const };
  const action = {
    kind: 'denunciation' as const,
    doneOn: '2024-01-01',
    effectiveOn: '2025-01-01',
    sources: [source],
  };
  await own.deciding.accept(withdrawn, { action }, at);
  const [again] = await observe(
    own,
    statusPage({ rows: second, status, stamp: 'STATUS AS AT : 05-02-2026' }),
    '2026-02-05T12:00:00.000Z',
  );
  expect(again?.differences).toEqual([]);
});
