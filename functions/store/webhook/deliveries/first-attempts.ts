import * as z from 'zod';
import { type Instant, later, minute } from '../../../core/instant.ts';
import type { Change } from '../../../core/record/change.ts';
import { deliveryKey } from '../../../core/webhook/delivery.ts';
import { changesAtOnce, membersAtOnce } from '../../../core/webhook/fanout.ts';
import { shardCount } from '../../../core/webhook/subscription.ts';
import { bodyIn, type Db, getItems } from '../../db.ts';
import type { Reader } from '../../record/reader.ts';
import { putItem } from '../../writes.ts';
import type { createFanoutProgress } from '../fanout-progress.ts';
import type { createSubscriptions } from '../subscriptions.ts';
import { wantedOf } from '../wishes.ts';
import type { createDeliveries } from './deliveries.ts';

/** The sequence through which the rows of a shard have been looked at, and how far the next search has come. */
const Search = z.lazy(() =>
  z.object({
    looked: z.number().int().min(0),
    place: z.object({ through: z.number().int(), after: z.string() }).nullable(),
  }),
);
type Search = z.infer<typeof Search>;

/** The search of a shard, and the sequence through which its fan-out is complete. */
export type ShardSearch = Search & { shard: number; through: number };

const itemKey = (shard: number) => ({ pk: 'FANOUT', sk: `LOOK#${shard}` });

type Deps = {
  changes: Pick<Reader['changes'], 'list'>;
  fanout: Pick<ReturnType<typeof createFanoutProgress>, 'throughAll'>;
  subscriptions: Pick<ReturnType<typeof createSubscriptions>, 'filters' | 'members'>;
  deliveries: Pick<ReturnType<typeof createDeliveries>, 'unlisted' | 'enlist'>;
};

/** Long enough for a doorbell to have been answered. */
const rungFor = minute;

/**
 * Finds first attempts whose doorbells were lost. Their rows are in no index, because a place in one costs
 * two more writes. The progress of a shard tells which rows there are, and each is looked at once, when its
 * change is a minute old; one that still waits then enters `byDue`.
 */
export function createFirstAttempts(db: Db, { changes, fanout, subscriptions, deliveries }: Deps) {
  /**
   * Reads all shards in two requests. Eventually consistent: at worst rows are looked at twice, or a minute
   * later.
   */
  const searches = async (): Promise<ShardSearch[]> => {
    const shards = Array.from({ length: shardCount }, (_, shard) => shard);
    const keys = shards.map(itemKey);
    const [items, reached] = await Promise.all([getItems(db, keys, false), fanout.throughAll(false)]);
    const known = new Map(items.map((item) => [item.sk, bodyIn(item, Search)]));
    const none: Search = { looked: 0, place: null };
    return shards.map((shard) => ({
      ...(known.get(itemKey(shard).sk) ?? none),
      ...{ shard, through: reached[shard] ?? 0 },
    }));
  };

  /** The changes after `looked` that fan-out has done and that are old enough. */
  const old = async ({ looked, place, through }: ShardSearch, now: Instant): Promise<Change[]> => {
    const last = place?.through ?? Math.min(through, looked + changesAtOnce);
    if (last <= looked) return [];
    const found = await Array.fromAsync(changes.list(looked, last));
    const isOld = ({ committedAt }: Change) => later(committedAt, rungFor) <= now;
    return place || found.every(isOld)
      ? found
      : found.slice(
          0,
          found.findIndex((one) => !isOld(one)),
        );
  };

  /**
   * Looks at a page of a shard's members; answers how many rows it entered, and where to go on if there is
   * more to look at now.
   */
  const searchOn = async (
    at: ShardSearch,
    now: Instant,
  ): Promise<{ entered: number; next: ShardSearch | null }> => {
    const { shard, looked, place } = at;
    const found = await old(at, now);
    const last = found.at(-1);
    if (!last) return { entered: 0, next: null };
    const { found: members, after } = await subscriptions.members(shard, place?.after, membersAtOnce);
    const wanted = await wantedOf(subscriptions, members, found, looked);
    const lost = await deliveries.unlisted(
      wanted.map(({ subscription, change }) => ({ subscription, key: deliveryKey(change) })),
    );
    await Promise.all(lost.map((row) => deliveries.enlist(row)));
    const through = last.sequence;
    const search = after === null ? { looked: through, place: null } : { looked, place: { through, after } };
    await putItem(db, { ...itemKey(shard), body: search });
    return { entered: lost.length, next: { ...at, ...search } };
  };

  /** When the oldest change was committed whose rows were not all looked at; null if there is none. */
  const unsearchedSince = async (): Promise<Instant | null> => {
    const behind = (await searches()).filter(({ looked, through }) => through > looked);
    const next = behind.map(({ looked }) => Array.fromAsync(changes.list(looked, looked + 1)));
    const firsts = (await Promise.all(next)).flat();
    return firsts.map(({ committedAt }) => committedAt).sort()[0] ?? null;
  };

  return { searches, searchOn, unsearchedSince };
}
