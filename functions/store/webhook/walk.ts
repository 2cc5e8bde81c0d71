import * as z from 'zod';
import { Instant } from '../../core/calendar.ts';
import { type Member, shardCount } from '../../core/webhook/subscription.ts';
import { type Db, getBody } from '../db.ts';
import { putItem } from '../writes.ts';
import type { createSubscriptions } from './subscriptions.ts';

/** Where the round through all members is: in a shard, after a member. */
const Place = z.lazy(() => z.object({ shard: z.number().int().min(0), after: z.string().nullable() }));
const Mark = z.object({ at: Instant });

const placeKey = { pk: 'META', sk: 'WALK' };
const markKey = { pk: 'META', sk: 'SWEEP' };

/** Keeps the place of sweeps on an endless round through the members, and when the last sweep ended. */
export function createWalk(db: Db, subscriptions: Pick<ReturnType<typeof createSubscriptions>, 'members'>) {
  /** The next members of the round, at most `limit`; two walkers may be given the same ones. */
  const next = async (limit: number): Promise<(Member & { shard: number })[]> => {
    const { shard, after } = (await getBody(db, placeKey, Place)) ?? { shard: 0, after: null };
    const { found, after: next } = await subscriptions.members(shard, after ?? undefined, limit);
    const place = next === null ? { shard: (shard + 1) % shardCount, after: null } : { shard, after: next };
    await putItem(db, { ...placeKey, body: place });
    return found.map((member) => ({ ...member, shard }));
  };

  return {
    next,
    mark: (at: Instant): Promise<void> => putItem(db, { ...markKey, body: { at } }),
    last: async (): Promise<Instant | null> => (await getBody(db, markKey, Mark))?.at ?? null,
  };
}
