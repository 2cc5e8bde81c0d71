import { createHash } from 'node:crypto';
import * as z from 'zod';
import { DomainError } from '../core/errors.ts';
import { type Db, getBody } from './db.ts';
import type { WriteItem } from './writes.ts';

/** A caller's `Idempotency-Key`, the scope in which it is unique, and the request that it came with. */
export type Idempotency = { scope: string; key: string; request: unknown };

const Kept = z.lazy(() =>
  z.object({ fingerprint: z.string(), response: z.unknown(), expiresAt: z.number() }),
);

const day = 24 * 3600;

const itemKey = ({ scope, key }: Idempotency) => ({
  pk: `IDEMPOTENCY#${createHash('sha256').update(`${scope}\n${key}`).digest('hex')}`,
  sk: 'RESPONSE',
});

const fingerprint = ({ request }: Idempotency): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('hex');

const seconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/**
 * The answer given to the same key within the last day, or undefined.
 * @throws DomainError `idempotency-conflict` if the key came with another request
 */
export async function earlierResponse(db: Db, idempotency: Idempotency, now: string): Promise<unknown> {
  const kept = await getBody(db, itemKey(idempotency), Kept);
  if (!kept || kept.expiresAt <= seconds(now)) return undefined;
  if (kept.fingerprint !== fingerprint(idempotency))
    throw new DomainError('idempotency-conflict', 'This Idempotency-Key was used with another request.');
  return kept.response;
}

/**
 * Writes the answer in the transaction that makes it true. TTL deletes late, so an expired record may be
 * overwritten.
 */
export function keepResponse(db: Db, idempotency: Idempotency, response: unknown, now: string): WriteItem {
  const expiresAt = seconds(now) + day;
  return {
    Put: {
      TableName: db.table,
      Item: {
        ...itemKey(idempotency),
        expiresAt,
        body: { fingerprint: fingerprint(idempotency), response, expiresAt },
      },
      ConditionExpression: 'attribute_not_exists(pk) or expiresAt <= :now',
      ExpressionAttributeValues: { ':now': seconds(now) },
    },
  };
}
