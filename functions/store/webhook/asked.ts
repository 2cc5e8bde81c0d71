import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '../../core/calendar.ts';
import { latestOf } from '../../core/instant.ts';
import { askedAgainFrom, type Patience, type Unanswered } from '../../core/webhook/asking.ts';
import type { Subscription } from '../../core/webhook/subscription.ts';
import type { Db } from '../db.ts';

export type Target = Pick<Subscription, 'host' | 'registrableDomain'>;

const AskedItem = z.object({ unanswered: z.number().int().min(0), lastAt: Instant });

const keysOf = ({ host, registrableDomain }: Target) =>
  [
    { kind: 'host', key: { pk: `ASKED#HOST#${host}`, sk: 'META' } },
    { kind: 'domain', key: { pk: `ASKED#DOMAIN#${registrableDomain}`, sk: 'META' } },
  ] as const;

const week = 7 * 24 * 3600;

/** Who was asked to prove that a URL is theirs: counted by host and by domain, and forgotten a week after the last time. */
export function createAsked(db: Db) {
  const read = async (Key: { pk: string; sk: string }): Promise<Unanswered | undefined> => {
    const { Item } = await db.client.send(new GetCommand({ TableName: db.table, Key, ConsistentRead: true }));
    return Item && AskedItem.parse(Item);
  };

  /** When a target may be asked again, or null where that is now. */
  const freeFrom = async (target: Target, now: string, patience: Patience): Promise<string | null> => {
    const waits = keysOf(target).map(async ({ kind, key }) => {
      const asked = await read(key);
      return asked ? askedAgainFrom(asked, patience[kind], now) : null;
    });
    const [host = null, domain = null] = await Promise.all(waits);
    return host && domain ? latestOf(host, domain) : (host ?? domain);
  };

  const write = (target: Target, now: string, expression: string, count: number) =>
    Promise.all(
      keysOf(target).map(({ key }) =>
        db.client.send(
          new UpdateCommand({
            TableName: db.table,
            Key: key,
            UpdateExpression: expression,
            ExpressionAttributeValues: {
              ':count': count,
              ':now': now,
              ':expiry': Math.floor(Date.parse(now) / 1000) + week,
            },
          }),
        ),
      ),
    );

  return {
    freeFrom,
    note: async (target: Target, now: string): Promise<void> =>
      void (await write(target, now, 'add unanswered :count set lastAt = :now, expiresAt = :expiry', 1)),
    /** It has shown that it wants to be asked. */
    answered: async (target: Target, now: string): Promise<void> =>
      void (await write(target, now, 'set unanswered = :count, lastAt = :now, expiresAt = :expiry', 0)),
  };
}
