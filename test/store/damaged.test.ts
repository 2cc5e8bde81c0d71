import { brotliCompressSync } from 'node:zlib';
import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { editionKey, readEdition } from '../../functions/store/edition/edition.ts';
import type { Store } from '../../functions/store/index.ts';
import { deliveringOf, fannedOut, subscribed, withRatification } from '../deliver/delivering.ts';
import { fanningOut, head, member, sequencesOf, shard } from '../fanout/fanning-out.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { anAction, storeOf, withRecord } from '../support/record-fixture.ts';
import { sweepingOf } from '../sweep/sweeping.ts';

type Key = { pk: string; sk: string };

const forge = ({ raw, name: TableName }: TestTable, { pk, sk }: Key, body: AttributeValue) =>
  raw.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: sk }, body } }));

const nested = (depth: number): AttributeValue => ({ M: depth === 0 ? {} : { in: nested(depth - 1) } });

const shapes: Record<string, AttributeValue> = {
  'no value': { NULL: true },
  'a text': { S: 'x' },
  'a list': { L: [{ S: 'x' }] },
  'a set': { SS: ['x'] },
  'a deep map': nested(25),
  bytes: { B: Buffer.from('x') },
  'a number beyond all others': { N: '9'.repeat(38) },
  'names of prototypes': {
    M: JSON.parse(
      '{"__proto__":{"M":{"isAdmin":{"BOOL":true}}},"constructor":{"M":{"prototype":{"S":"x"}}}}',
    ),
  },
};

const readers: Record<string, Key & { read: (store: Store) => Promise<unknown> }> = {
  instrument: { pk: 'INSTRUMENT', sk: 'forged', read: ({ record }) => record.read(() => 0) },
  act: {
    pk: 'STATE#CHN',
    sk: 'ACTION#ilo-c029#act_forged',
    read: ({ record }) => record.read(({ holdings }) => holdings('CHN')),
  },
  proposal: {
    pk: 'PROPOSAL',
    sk: 'prp_forged',
    read: async ({ proposals }) => {
      expect(await proposals.open()).toEqual([]);
      for (const damaged of await proposals.damaged()) throw damaged;
    },
  },
  key: { pk: 'KEY#forged', sk: 'META', read: ({ keys }) => keys.get('forged') },
  subscription: { pk: 'SUBSCRIPTION#forged', sk: 'META', read: (store) => store.subscriptions.get('forged') },
  delivery: {
    pk: 'SUBSCRIPTION#forged',
    sk: 'DELIVERY#000000000001',
    read: ({ deliveries }) => deliveries.get({ subscription: 'forged', key: '000000000001' }),
  },
  look: { pk: 'WATCH', sk: 'forged', read: ({ looks }) => looks.list() },
  head: { pk: 'FEED', sk: 'HEAD', read: ({ record }) => record.head() },
};

const cases = Object.entries(readers).flatMap(([what, reader]) =>
  Object.entries(shapes).map(([shape, body]) => ({ what, shape, body, ...reader })),
);

const named = ({ pk, sk }: Key): string => `The item ${JSON.stringify({ pk, sk })} is damaged, at body`;

let shared: TestTable;
beforeAll(async () => {
  shared = await freshTable();
  await withRatification(shared);
});

test.each(cases)('a forged $what that is $shape is refused by its name', async ({ pk, sk, body, read }) => {
  const { client, name: TableName } = shared;
  await client.send(new UpdateCommand({ TableName, Key: { pk: 'FEED', sk: 'HEAD' }, ...aHead }));
  await forge(shared, { pk, sk }, body);
  await expect(read(storeOf(shared))).rejects.toThrow(named({ pk, sk }));
  await client.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
  expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
});

const aHead = {
  UpdateExpression: 'set body = :body',
  ExpressionAttributeValues: { ':body': { sequence: head, revision: 4, catalogueRevision: 3 } },
};

test('a forged member keeps no other from its deliveries, and the log names it', async () => {
  const table = await freshTable();
  const store = await withRatification(table);
  const forged = { pk: `SHARD#${shard}`, sk: 'sub_00000000000000000000000000' };
  await forge(table, forged, { S: 'x' });
  const others = [await member(store, { receivesAfter: 3 }), await member(store, { receivesAfter: 3 })];
  const { run, drain, lines } = fanningOut(store, { atOnce: { members: 1, changes: 10 } });
  await run({ shard, through: head });
  await drain();
  for (const one of others) expect(await sequencesOf(store, one)).toEqual([4]);
  expect(await store.fanout.through(shard)).toBe(head);
  expect(JSON.stringify(lines)).toContain(JSON.stringify(named(forged)).slice(1, -1));
});

test('a damaged subscription fails alone in its batch, and its delivery is kept', async () => {
  const table = await freshTable();
  const store = await withRatification(table);
  const [hurt, whole] = [await subscribed(store, 1), await subscribed(store, 2)];
  const rows = [await fannedOut(store, hurt), await fannedOut(store, whole)];
  const key = { pk: `SUBSCRIPTION#${hurt.id}`, sk: 'META' };
  await forge(table, key, { M: { id: { S: hurt.id } } });
  const sent: string[] = [];
  const { attend, printed } = deliveringOf(store, {
    send: async ({ url }) => {
      sent.push(new URL(url).port);
      return { answer: { kind: 'answered', status: 200, headers: {} }, times: { total: 1 }, body: '' };
    },
  });
  expect(await attend(...rows)).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
  expect(sent).toEqual(['2']);
  expect(printed.join('\n')).toContain(JSON.stringify(named(key)).slice(1, -1));
  const [row] = rows;
  expect(row && (await store.deliveries.get({ subscription: hurt.id, key: row.key }))?.status).toBe(
    'pending',
  );
});

test('a damaged act under one State stops no status of another from moving, and the sweep names it', async () => {
  const table = await freshTable();
  const store = await withRecord(table);
  const writing = { now: () => '2023-01-02T00:00:00.000Z', by: 'test' };
  for (const state of ['CHN', 'FRA'])
    await store.recording.recordActions(state, 'ilo-c029', [{ action: anAction() }], writing);
  const forged = { pk: 'STATE#CHN', sk: 'ACTION#ilo-c029#act_forged' };
  await forge(table, forged, { M: { kind: { S: 'ratification' } } });
  const { sweep } = sweepingOf(storeOf(table));
  expect((await sweep()).effects).toMatchObject({ error: expect.stringContaining(named(forged)) });
  const standings = await storeOf(table).record.read(({ holdings }) => holdings('FRA'));
  expect(standings.standings.get('ilo-c029')?.status).toBe('party');
});

test.each(['no JSON', '{}', 'null', '{"values":1}', '{"shapes":[],"of":{},"members":[]}'])(
  'a forged edition of %s is as good as none',
  async (text) => {
    const table = await freshTable();
    const store = await withRatification(table);
    const bytes = { B: brotliCompressSync(text) };
    for (const part of ['catalogue', 'holdings', 'versions', 'changes', 'outlines', 'agendas'] as const)
      await forge(table, editionKey(part), { M: { revision: { N: '1' }, day: { S: '' }, bytes } });
    const known = await store.record.read(async ({ roster }) => (await roster('ilo-c029')).get('CHN'));
    expect(known?.actions).toHaveLength(1);
    expect(await readEdition({ client: table.client, table: table.name }, 'holdings')).toBeNull();
  },
);
