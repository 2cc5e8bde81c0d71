import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '../../core/calendar.ts';
import { latestOf } from '../../core/instant.ts';
import type { Subscription } from '../../core/webhook/subscription.ts';
import { type Patience, type Unanswered, verifiableFrom } from '../../core/webhook/unanswered.ts';
import type { Db } from '../db.ts';

export type Target = Pick<Subscription, 'host' | 'registrableDomain'>;

const UnansweredItem = z.object({ unanswered: z.number().int().min(0), lastAt: Instant });

const keysOf = ({ host, registrableDomain }: Target) =>
  [
    { kind: 'host', key: { pk: `ASKED#HOST#${host}`, sk: 'META' } },
    { kind: 'domain', key: { pk: `ASKED#DOMAIN#${registrableDomain}`, sk: 'META' } },
  ] as const;

const week = 7 * 24 * 3600;

/** Counts verifications that a URL left unanswered, by host and by domain; a count expires a week after the last. */
export function createUnanswered(db: Db) {
  const read = async (Key: { pk: string; sk: string }): Promise<Unanswered | undefined> => {
    const { Item } = await db.client.send(new GetCommand({ TableName: db.table, Key, ConsistentRead: true }));
    return Item && UnansweredItem.parse(Item);
  };

  /** When a target may be sent another verification, or null for now. */
  const freeFrom = async (target: Target, now: string, patience: Patience): Promise<string | null> => {
    const waits = keysOf(target).map(async ({ kind, key }) => {
      const count = await read(key);
      return count ? verifiableFrom(count, patience[kind], now) : null;
    });
    const [host = null, domain = null] = await Promise.all(waits);
    return host && domain ? latestOf(host, domain) : (host ?? domain);
  };

  const write = (
    Key: { pk: string; sk: string },
    now: string,
    expression: string,
    given: { count: number; least?: number },
  ) =>
    db.client.send(
      new UpdateCommand({
        TableName: db.table,
        Key,
        UpdateExpression: `${expression}, expiresAt = :expiry`,
        ExpressionAttributeValues: {
          ':count': given.count,
          ':now': now,
          ':expiry': Math.floor(Date.parse(now) / 1000) + week,
          ...(given.least !== undefined && { ':least': given.least }),
        },
        ...(given.least !== undefined && { ConditionExpression: 'unanswered >= :least' }),
      }),
    );

  const takeBackOne = async (Key: { pk: string; sk: string }, now: string): Promise<void> => {
    try {
      await write(Key, now, 'add unanswered :count set lastAt = :now', { count: -1, least: 1 });
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };

  return {
    freeFrom,
    note: async (target: Target, now: string): Promise<void> => {
      const add = 'add unanswered :count set lastAt = :now';
      await Promise.all(keysOf(target).map(({ key }) => write(key, now, add, { count: 1 })));
    },
    /**
     * Clears the host's count, because it has answered. Its domain's other verifications still count, because a
     * domain may be many people's.
     */
    answered: async (target: Target, now: string): Promise<void> => {
      const [host, domain] = keysOf(target);
      const clear = 'set unanswered = :count, lastAt = :now';
      await Promise.all([write(host.key, now, clear, { count: 0 }), takeBackOne(domain.key, now)]);
    },
  };
}
