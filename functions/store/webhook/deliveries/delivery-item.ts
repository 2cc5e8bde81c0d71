import { Delivery } from '../../../core/webhook/delivery.ts';
import { isRequested } from '../../../core/webhook/sending/waiting.ts';
import { bodyIn, type Item } from '../../db.ts';

/** Partitions of the index over which waiting deliveries are spread. */
export const dueShards = 8;

/** Live messages and resent ones wait in different lines, so that a replay delays nothing live. */
export type Line = 'LIVE' | 'REPLAY';

export type DeliveryId = { subscription: string; key: string };

export const deliveryItemKey = ({ subscription, key }: DeliveryId) => ({
  pk: `SUBSCRIPTION#${subscription}`,
  sk: `DELIVERY#${key}`,
});

export const secondsKept = 30 * 24 * 3600;

export const expiryOf = ({ createdAt }: Pick<Delivery, 'createdAt'>): number =>
  Math.floor(Date.parse(createdAt) / 1000) + secondsKept;

const dueShard = (subscription: string, line: Line): string =>
  `${line}#${(subscription.charCodeAt(subscription.length - 1) * 31 + subscription.charCodeAt(subscription.length - 2)) % dueShards}`;

/** Its place in `byDue` while it waits: for its time, or, written with a claim before that, for the lease to run out. */
export function dueOf(delivery: Delivery): { dueShard: string; dueAt: string } | null {
  const dueAt = delivery.claim?.until ?? delivery.nextAttemptAt;
  if (delivery.status !== 'pending' || !dueAt) return null;
  return { dueShard: dueShard(delivery.subscription, isRequested(delivery) ? 'REPLAY' : 'LIVE'), dueAt };
}

/** The members of a delivery that was never tried. */
const untried: Partial<Delivery> = { climbed: 0, attempted: 0, attempts: [], claim: null, deliveredAt: null };

/** Leaves out what the key says and what is implied, because each member of a row costs the engine time. */
export function deliveryBody({ subscription, key, ...row }: Delivery): object {
  const isSaid = ([name, value]: [string, unknown]) =>
    value !== undefined && JSON.stringify(value) !== JSON.stringify(untried[name as keyof Delivery]);
  return Object.fromEntries(Object.entries(row).filter(isSaid));
}

export const deliveryIn = ({ pk, sk, body }: Item): Delivery =>
  bodyIn({ pk, sk, body: { ...idIn({ pk, sk }), ...untried, ...body } }, Delivery);

const idIn = ({ pk, sk }: Item) => ({
  subscription: String(pk).slice('SUBSCRIPTION#'.length),
  key: String(sk).slice('DELIVERY#'.length),
});

export const deliveryItem = (delivery: Delivery): Item => ({
  ...deliveryItemKey(delivery),
  expiresAt: expiryOf(delivery),
  body: deliveryBody(delivery),
  ...dueOf(delivery),
});

/** Every writing of a row counts its version up, and names the one that it was made from. */
export const isAt = (version: number) => ({
  ConditionExpression: 'body.version = :version',
  ExpressionAttributeValues: { ':version': version },
});
