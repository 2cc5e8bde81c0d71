import * as z from 'zod';
import { Instant } from '../../core/calendar.ts';
import { latestOf } from '../../core/instant.ts';
import type { Subscription } from '../../core/webhook/subscription.ts';
import { type Patience, type Unanswered, verifiableFrom } from '../../core/webhook/unanswered.ts';
import { type Db, getItem, type Key } from '../db.ts';
import { unlessRefused, updateItem } from '../writes.ts';

export type Target = Pick<Subscription, 'host' | 'registrableDomain'>;

const UnansweredItem = z.object({ unanswered: z.number().int().min(0), lastAt: Instant });

const keysOf = ({ host, registrableDomain }: Target) =>
  [
    { kind: 'host', key: { pk: `ASKED#HOST#${host}`, sk: 'META' } },
    { kind: 'domain', key: { pk: `ASKED#DOMAIN#${registrableDomain}`, sk: 'META' } },
  ] as const;

const week = 7 * 24 * 3600;

const add = 'add unanswered :count set lastAt = :now';

/** Counts verifications that a URL left unanswered, by host and by domain; a count expires a week after the last. */
export function createUnanswered(db: Db) {
  const read = async (key: Key): Promise<Unanswered | undefined> => {
    const item = await getItem(db, key);
    return item && UnansweredItem.parse(item);
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
    key: Key,
    now: string,
    expression: string,
    { count, least }: { count: number; least?: number },
  ) =>
    updateItem(db, key, {
      UpdateExpression: `${expression}, expiresAt = :expiry`,
      ExpressionAttributeValues: {
        ':count': count,
        ':now': now,
        ':expiry': Math.floor(Date.parse(now) / 1000) + week,
        ...(least !== undefined && { ':least': least }),
      },
      ...(least !== undefined && { ConditionExpression: 'unanswered >= :least' }),
    });

  const takeBackOne = (key: Key, now: string) =>
    unlessRefused(write(key, now, add, { count: -1, least: 1 }), () => undefined);

  return {
    freeFrom,
    note: async (target: Target, now: string): Promise<void> => {
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
