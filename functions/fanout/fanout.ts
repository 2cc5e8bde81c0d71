import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { deliveryOf } from '../core/webhook/composing.ts';
import { changesAtOnce, membersAtOnce, wantedAfter } from '../core/webhook/fanout.ts';
import { shardCount } from '../core/webhook/subscription.ts';
import type { FanoutJob } from '../lib/queues.ts';
import { wantedOf } from '../store/webhook/wishes.ts';
import type { FanoutDeps } from './deps.ts';
import { createRows } from './rows.ts';

const Job = z.lazy(() =>
  z.object({
    shard: z
      .number()
      .int()
      .min(0)
      .max(shardCount - 1),
    through: z.number().int().min(0),
    page: z.object({ from: z.number().int().min(0), after: z.string() }).optional(),
  }),
);

/**
 * Gives a shard's members the changes that they have not had: a job takes a page of members and rings for the
 * next, and the last page moves the shard on. Every step may be repeated or lost, because rows are made once
 * and the sweep rings for any shard that lags behind the head.
 */
export function createFanout(deps: FanoutDeps) {
  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed: string[] = [];
    for (const { messageId, body } of Records) {
      try {
        await take(deps, Job.parse(JSON.parse(body)));
      } catch (error) {
        deps.log.error('could not fan out', { body: body.slice(0, 500), error });
        failed.push(messageId);
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

const inProduction = { members: membersAtOnce, changes: changesAtOnce };

async function take(deps: FanoutDeps, job: FanoutJob): Promise<void> {
  const { store, queues, now, log, atOnce = inProduction } = deps;
  const { shard, page } = job;
  const [from, { found: members, damaged, after: next }] = await Promise.all([
    store.fanout.through(shard),
    store.subscriptions.members(shard, page?.after, atOnce.members),
  ]);
  if (from >= job.through || (page && page.from !== from)) return;
  for (const error of damaged) log.error('a member receives nothing', { shard, error });
  const receiving = members.filter(({ isGone }) => !isGone);
  const isWholeShard = !page && next === null;
  const after = isWholeShard ? wantedAfter(receiving, from, job.through) : from;
  const through = Math.min(job.through, after + atOnce.changes);
  const changes = await Array.fromAsync(store.changes.list(after, through));
  if (changes.length < through - after)
    throw new Error(`the feed ends at ${after + changes.length}, before ${through}`);
  const wanted = await wantedOf(store.subscriptions, receiving, changes, from);
  const made = await createRows(
    deps,
    wanted.map(({ subscription, change }) => deliveryOf(change, subscription, 'live', now())),
  );
  log.info('fanned out', { shard, from: after + 1, through, page, members: members.length, made });
  if (next !== null) return queues.fanout([{ ...job, page: { from, after: next } }]);
  await store.fanout.advance(shard, through);
  if (through < job.through) await queues.fanout([{ shard, through: job.through }]);
}
