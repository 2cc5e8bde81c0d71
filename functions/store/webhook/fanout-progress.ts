import * as z from 'zod';
import { shardCount } from '../../core/webhook/subscription.ts';
import { bodyIn, type Db, getBody, getItems } from '../db.ts';
import { putItem, unlessRefused } from '../writes.ts';

/** The sequence through which a shard's fan-out is complete. */
const FanoutProgress = z.lazy(() => z.object({ shard: z.number().int(), through: z.number().int().min(0) }));

const itemKey = (shard: number) => ({ pk: 'FANOUT', sk: `SHARD#${shard}` });

export function createFanoutProgress(db: Db) {
  const through = async (shard: number): Promise<number> =>
    (await getBody(db, itemKey(shard), FanoutProgress))?.through ?? 0;

  const shards = Array.from({ length: shardCount }, (_, shard) => shard);

  /** How far each shard has come, in their order; at half the cost if it may be eventually consistent. */
  const throughAll = async (isConsistent = true): Promise<number[]> => {
    const items = await getItems(db, shards.map(itemKey), isConsistent);
    const reached = new Map(
      items.map((item) => bodyIn(item, FanoutProgress)).map((one) => [one.shard, one.through]),
    );
    return shards.map((shard) => reached.get(shard) ?? 0);
  };

  return {
    through,
    throughAll,
    /** The shards that have not come as far as `sequence`. */
    behind: async (sequence: number): Promise<number[]> => {
      const reached = await throughAll();
      return shards.filter((shard) => (reached[shard] ?? 0) < sequence);
    },
    /** Moves forward only. */
    advance: async (shard: number, sequence: number): Promise<void> => {
      const item = { ...itemKey(shard), through: sequence, body: { shard, through: sequence } };
      const put = putItem(db, item, {
        ConditionExpression: 'attribute_not_exists(pk) or through < :sequence',
        ExpressionAttributeValues: { ':sequence': sequence },
      });
      await unlessRefused(put, () => undefined);
    },
  };
}
