import { DomainError } from '../../core/errors.ts';
import type { Subscription } from '../../core/webhook/subscription.ts';
import type { Db } from '../db.ts';
import { LostRace } from '../retry.ts';
import type { WriteItem } from '../writes.ts';

/** Counts the verified subscriptions of each registrable domain, so that none becomes the target of many. */
export const domainKey = (domain: string) => ({ pk: 'DOMAIN', sk: domain });

/** The domain in which it counts from now on; none until its URL has answered. */
export const toCountIn = ({ status, registrableDomain }: Subscription): string | null =>
  status === 'pending' ? null : registrableDomain;

/** The domain in which it counts; a subscription older than this note counts from its making. */
export const countedIn = ({ countsIn, registrableDomain }: Subscription): string | null =>
  countsIn === undefined ? registrableDomain : countsIn;

/** The counts to change when a subscription counts elsewhere; the one that may be full comes first. */
export const recounted = (db: Db, from: string | null, to: string | null, most: number): WriteItem[] =>
  from === to
    ? []
    : [...(to === null ? [] : [count(db, to, 1, most)]), ...(from === null ? [] : [count(db, from, -1)])];

const count = (db: Db, domain: string, by: 1 | -1, most?: number): WriteItem => ({
  Update: {
    TableName: db.table,
    Key: domainKey(domain),
    UpdateExpression: 'add subscriptions :by',
    ExpressionAttributeValues: { ':by': by, ...(most !== undefined && { ':most': most }) },
    ...(most !== undefined && {
      ConditionExpression: 'attribute_not_exists(subscriptions) or subscriptions < :most',
    }),
  },
});

export const domainFull = (domain: string, most: number): DomainError =>
  new DomainError(
    'limit-reached',
    `${domain} has ${most} subscriptions already; delete one, or ask the operator for more.`,
    { domain, limit: most },
  );

/** Tells the limit from a race: the first item of such a write is the count of `domain`. */
export async function withinDomain<T>(domain: string, most: number, write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof LostRace) || error.cause !== 'ConditionalCheckFailed') throw error;
    throw domainFull(domain, most);
  }
}
