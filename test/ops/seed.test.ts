import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { schemaVersion } from '../../functions/store/schema.ts';
import { anInterruptedLoad } from '../support/laptop/whole-record.ts';
import { storeOf } from '../support/record-fixture.ts';
import { at, ops } from './cli.ts';

test('seeding shows first what it would do, then does it once, however often it is run', async () => {
  const table = await anInterruptedLoad();
  const before = await storeOf(table).record.head();
  const dry = await ops(['seed', '--dry-run', '--json', ...at(table)]);
  expect(dry.code).toBe(0);
  const wanted = JSON.parse(dry.out);
  expect(wanted).toMatchObject({ dryRun: true, sequences: null });
  expect(wanted.added).toBeGreaterThan(300);
  expect(await storeOf(table).record.head()).toEqual(before);

  const Key = { pk: 'META', sk: 'SCHEMA' };
  await table.client.send(new DeleteCommand({ TableName: table.name, Key }));
  const first = await ops(['seed', ...at(table)]);
  const { Item } = await table.client.send(new GetCommand({ TableName: table.name, Key }));
  expect(Item?.body).toEqual({ version: schemaVersion });
  expect(first.err.split('\n')[0]).toContain(`Operating on table ${table.name}`);
  expect(first.out).toContain(`Added ${wanted.added}, corrected 0`);
  const head = await storeOf(table).record.head();
  expect(head.sequence).toBeGreaterThan(before.sequence + 100);

  const second = await ops(['seed', ...at(table)]);
  expect(second.out).toMatch(/^Added 0, corrected 0, unchanged \d+, left alone 0\.\n$/);
  expect(await storeOf(table).record.head()).toEqual(head);
});
