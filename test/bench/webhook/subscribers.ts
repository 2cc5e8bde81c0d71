import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { subscriptionFrom } from '../../../functions/core/webhook/subscribing.ts';
import type { Member, Subscription } from '../../../functions/core/webhook/subscription.ts';
import { shardOf, subscriptionKey } from '../../../functions/store/webhook/subscription-item.ts';
import { unsealed } from '../../support/sealing.ts';

type Table = { client: DynamoDBDocumentClient; table: string };

/** A verified subscription that wants every change from now on. */
export function subscriber(url: string, id: string, receivesAfter: number): Subscription {
  const now = new Date().toISOString();
  const made = { id, owner: `owner-${id}`, shard: shardOf(id), challengeHash: '', issue: unsealed, now };
  return {
    ...subscriptionFrom({ url, filter: {} }, made),
    status: 'active',
    challengeHash: null,
    verifiedAt: now,
    receivesAfter,
  };
}

export const newIds = (count: number): string[] => Array.from({ length: count }, () => `sub_${ulid()}`);

const perBatch = 24;
const atOnce = 4;

/** Writes subscriptions and memberships as they are, over any there. */
export async function putSubscribers(to: Table, subscriptions: readonly Subscription[]): Promise<void> {
  const batches: Subscription[][] = [];
  for (let from = 0; from < subscriptions.length; from += perBatch / 2) {
    batches.push(subscriptions.slice(from, from + perBatch / 2));
  }
  const rest = batches.values();
  const one = async () => {
    for (const batch of rest) await putBatch(to, batch);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

async function putBatch({ client, table }: Table, batch: readonly Subscription[]): Promise<void> {
  const puts = batch.flatMap(itemsOf).map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }));
  if (UnprocessedItems?.[table]?.length) throw new Error('the engine took only a part of a batch');
}

function itemsOf(subscription: Subscription): object[] {
  const { id, owner, version, shard, filter, filterAfter, receivesAfter } = subscription;
  const member: Member = { subscription: id, filter, filterAfter, receivesAfter };
  return [
    { ...subscriptionKey(id), owner, version, body: subscription },
    { pk: `SHARD#${shard}`, sk: id, body: member },
  ];
}
