import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { createNudge, nudgeOnCommit } from '../../../infra/local/pumps/nudge.ts';
import { streamSettings } from '../../../infra/wiring.ts';
import { freshTable } from '../../support/engine/table.ts';

const longest = 3_600_000;
const never = new AbortController().signal;

test('a wait ends with its time, with a nudge, with one that came before, and when all is to stop', async () => {
  const nudge = createNudge();
  await nudge.wait(1, never);
  nudge.give();
  await nudge.wait(longest, never);
  const waiting = nudge.wait(longest, never);
  nudge.give();
  await waiting;
  const stopping = new AbortController();
  const stopped = nudge.wait(longest, stopping.signal);
  stopping.abort();
  await stopped;
  await nudge.wait(longest, stopping.signal);
});

test('only a transaction that writes a change nudges, once it is written', async () => {
  const { client, name: TableName } = await freshTable();
  let given = 0;
  nudgeOnCommit(client, streamSettings.filter, { give: () => (given += 1), wait: async () => undefined });
  const put = (pk: string, ConditionExpression?: string) => ({
    Put: { TableName, Item: { pk, sk: '1' }, ConditionExpression },
  });
  const transact = (...TransactItems: ReturnType<typeof put>[]) =>
    client.send(new TransactWriteCommand({ TransactItems }));
  await client.send(new PutCommand({ TableName, Item: { pk: 'SUBSCRIPTION#1', sk: 'META' } }));
  await transact(put('SUBSCRIPTION#2'), put('FEED'));
  expect(given).toBe(0);
  await transact(put('FEED'), put('CHANGE#0'));
  expect(given).toBe(1);
  await expect(transact(put('CHANGE#0', 'attribute_not_exists(pk)'))).rejects.toThrow();
  expect(given).toBe(1);
});
