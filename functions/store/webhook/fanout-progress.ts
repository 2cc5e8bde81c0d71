import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { shardCount } from '../../core/webhook/subscription.ts';
import { type Db, getBody } from '../db.ts';

/** The sequence through which a shard's fan-out is complete. */
const Progress = z.lazy(() => z.object({ shard: z.number().int(), through: z.number().int().min(0) }));

const itemKey = (shard: number) => ({ pk: 'FANOUT', sk: `SHARD#${shard}` });

export function createFanoutProgress(db: Db) {
  const through = async (shard: number): Promise<number> =>
    (await getBody(db, itemKey(shard), Progress))?.through ?? 0;

  return {
    through,
    /** The shards that have not come as far as `sequence`. */
    behind: async (sequence: number): Promise<number[]> => {
      const shards = Array.from({ length: shardCount }, (_, shard) => shard);
      const reached = await Promise.all(shards.map(through));
      return shards.filter((shard) => (reached[shard] ?? 0) < sequence);
    },
    /** Moves forward only. */
    advance: async (shard: number, sequence: number): Promise<void> => {
      try {
        await db.client.send(
          new PutCommand({
            TableName: db.table,
            Item: { ...itemKey(shard), through: sequence, body: { shard, through: sequence } },
            ConditionExpression: 'attribute_not_exists(pk) or through < :sequence',
            ExpressionAttributeValues: { ':sequence': sequence },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
