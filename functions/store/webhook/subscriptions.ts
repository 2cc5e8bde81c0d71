import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { FilterInForce } from '../../core/webhook/filter-history.ts';
import { Member, Subscription } from '../../core/webhook/subscription.ts';
import {
  bodyIn,
  type Db,
  getBody,
  type Item,
  partition,
  queryItems,
  type Readable,
  readable,
} from '../db.ts';
import { createSubscriptionChanges } from './subscription-changes.ts';
import { createSubscriptionHealth } from './subscription-health.ts';
import { subscriptionKey } from './subscription-item.ts';

/** `after` is where the next page begins; null if there is none. */
export type MembersPage = Readable<Member> & { after: string | null };

export function createSubscriptions(db: Db) {
  const get = (id: string) => getBody(db, subscriptionKey(id), Subscription);

  const list = async (owner: string): Promise<Subscription[]> => {
    const items = queryItems(db, {
      IndexName: 'byOwner',
      KeyConditionExpression: '#owner = :owner and begins_with(pk, :subscription)',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': owner, ':subscription': 'SUBSCRIPTION#' },
    });
    const found: Subscription[] = [];
    for await (const item of items) found.push(bodyIn(item, Subscription));
    return found;
  };

  /** A page of an owner's subscriptions, by id, after one of them; fewer than `limit` if they are long. */
  const page = async (owner: string, after: string, limit: number) => {
    const { Items = [], LastEvaluatedKey } = await db.client.send(
      new QueryCommand({
        TableName: db.table,
        IndexName: 'byOwner',
        KeyConditionExpression: '#owner = :owner and pk between :after and :end',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: {
          ':owner': owner,
          ':after': `SUBSCRIPTION#${after}!`,
          ':end': 'SUBSCRIPTION#~',
        },
        Limit: limit,
      }),
    );
    return {
      found: Items.map((item) => bodyIn(item, Subscription)),
      isMore: LastEvaluatedKey !== undefined,
    };
  };

  /** Up to `limit` members of a shard after one of them, strongly consistent, in order of id. */
  const members = async (shard: number, after: string | undefined, limit: number): Promise<MembersPage> => {
    const items = queryItems(db, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk and sk > :after',
      ExpressionAttributeValues: { ':pk': `SHARD#${shard}`, ':after': after ?? ' ' },
      Limit: limit,
    });
    const page: Item[] = [];
    for await (const item of items) {
      page.push(item);
      if (page.length === limit) break;
    }
    const last = page.length === limit ? page.at(-1) : undefined;
    return { ...readable(page, Member), after: last ? String(last.sk) : null };
  };

  /** Every filter in force for changes after `after`, ascending; none if there is no subscription. */
  const filters = async (id: string, after: number): Promise<FilterInForce[]> => {
    const current = await get(id);
    if (!current) return [];
    const past = after < current.filterAfter ? await partition(db, subscriptionKey(id).pk, 'FILTER#') : [];
    return [
      ...past.map((item) => bodyIn(item, FilterInForce)),
      { after: current.filterAfter, filter: current.filter },
    ];
  };

  return {
    get,
    list,
    page,
    members,
    filters,
    ...createSubscriptionChanges(db),
    ...createSubscriptionHealth(db),
  };
}
