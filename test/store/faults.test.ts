import {
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { subscriptionFrom } from '../../functions/core/webhook/subscribing.ts';
import { documentsOf } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { anAction, storeOf, withRecord } from '../support/record-fixture.ts';
import { unsealed } from '../support/sealing.ts';

const now = '2023-01-02T00:00:00.000Z';
const writing = { now: () => now, by: 'test' };

/** A store whose client shows faults that a healthy engine does not have; all else goes to the real one. */
async function faulty() {
  const table = await freshTable();
  const store = await withRecord(table);
  const client = documentsOf(new DynamoDBClient({ region: 'us-east-1' }));
  const faults = mockClient(client);
  faults.on(GetCommand).callsFake((input) => table.client.send(new GetCommand(input)));
  faults.on(QueryCommand).callsFake((input) => table.client.send(new QueryCommand(input)));
  const commit = (input: TransactWriteCommandInput) => table.client.send(new TransactWriteCommand(input));
  faults.on(TransactWriteCommand).callsFake(commit);
  return { store, faults, commit, broken: storeOf({ ...table, client }) };
}

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

const record = (store: Awaited<ReturnType<typeof faulty>>['store']) =>
  store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], writing);

test('a transaction that is throttled reaches the caller and is not taken for a lost race', async () => {
  const { store, faults, broken } = await faulty();
  faults.on(TransactWriteCommand).rejectsOnce(cancelled('None', 'ThrottlingError'));
  await expect(record(broken)).rejects.toThrow('cancelled');
  expect((await store.record.head()).sequence).toBe(2);
});

test('a subscription that is throttled is not taken for a lost race either', async () => {
  const { faults, broken } = await faulty();
  const id = broken.newId('sub');
  const made = { id, owner: 'ngo', shard: 0, challengeHash: 'x', issue: unsealed, now };
  faults.on(TransactWriteCommand).rejectsOnce(cancelled('ThrottlingError', 'None'));
  const subscription = subscriptionFrom({ url: 'https://example.org/hook', filter: {} }, made);
  await expect(broken.subscriptions.add(subscription, 20)).rejects.toThrow('cancelled');
  expect(await broken.subscriptions.get(id)).toBeUndefined();
});

test('a transaction that meets another under way is decided and tried again', async () => {
  const { store, faults, broken, commit } = await faulty();
  faults.on(TransactWriteCommand).rejectsOnce(cancelled('TransactionConflict', 'None')).callsFake(commit);
  await record(broken);
  expect((await store.record.head()).sequence).toBe(4);
});

test('a read of the head that fails is not kept: the next one asks again', async () => {
  const { faults, broken } = await faulty();
  const error = new ProvisionedThroughputExceededException({ message: 'slow down', $metadata: {} });
  faults.on(GetCommand).rejectsOnce(error);
  await expect(broken.record.head()).rejects.toThrow('slow down');
  faults.reset();
  faults.on(GetCommand).resolves({});
  expect(await broken.record.head()).toMatchObject({ sequence: 0 });
});
