import type { SQSBatchResponse } from 'aws-lambda';
import { hour, minute, second } from '../../../functions/core/instant.ts';
import type { Subscription } from '../../../functions/core/webhook/subscription.ts';
import type { TestTable } from '../../support/engine/table.ts';
import { jobsEvent } from '../../support/jobs.ts';
import { editing } from './editors.ts';
import { createInstances, type Instances } from './instances.ts';
import { latest } from './judging/journal.ts';
import { verdictOn } from './judging/verdict.ts';
import type { Message } from './messages.ts';
import { asking, idsIn, subscribing, wishOf } from './owners.ts';
import { restore } from './restoring.ts';
import { usedShards } from './shards.ts';
import { type Invocation, interleave } from './steps.ts';
import { createWorld, type Wish, type World } from './world.ts';

export type Outcome = {
  faults: Record<string, number>;
  total: number;
  changes: number;
  posts: number;
  violations: string[];
};

const subscribersAtFirst = 4;

type Watch = {
  onTurn?: (total: number) => void;
  /** The violation that is sought, which ends the simulation. */
  sought?: RegExp;
};

/**
 * The real handlers over the real store, stream and sockets, in a world where everything around them fails
 * until `faults` faults have happened. Then all heals, waiting work finishes, and owners ask for what they
 * missed.
 */
export async function simulate(
  table: TestTable,
  wish: Wish,
  { onTurn, sought }: Watch = {},
): Promise<Outcome> {
  const world = await createWorld(table, wish);
  const instances = createInstances(world);
  const isFound = () => world.history.violations.some((one) => sought?.test(one));
  for (let count = 0; count < subscribersAtFirst; count++)
    await interleave(world, [asking(world, instances, subscribing(world))]);
  await rest(world, instances);
  world.faults.begin();
  while (world.faults.total() < wish.faults && !isFound()) {
    await turn(world, instances);
    onTurn?.(world.faults.total());
  }
  world.faults.heal();
  const violations = isFound() ? world.history.violations : await judged(world, instances);
  await world.receivers.close();
  return {
    faults: world.faults.counts(),
    total: world.faults.total(),
    changes: world.journal.changes.size,
    posts: world.history.posts.length,
    violations: [...new Set(violations)],
  };
}

/** Judges a world at rest, and what its owners then receive. */
async function judged(world: World, instances: Instances): Promise<string[]> {
  await rest(world, instances);
  const atRest = verdictOn(world);
  return [...atRest, ...(await restore(world, instances, () => rest(world, instances)))];
}

const shards = Array.from({ length: usedShards }, (_, shard) => shard);

const pauses = [0, second, 10 * second, minute, 5 * minute, hour, 3 * hour];

async function turn(world: World, instances: Instances): Promise<void> {
  const { chance, clock, faults, messages } = world;
  const invocations = received(world, instances, { fanout: 3, deliver: 8 });
  invocations.push(...(await publishing(world, instances)));
  if (chance.in(0.2)) invocations.push(editing(world, instances));
  if (chance.in(0.25)) invocations.push(asking(world, instances, wishOf(world)));
  if (chance.in(0.1) || invocations.length === 0) invocations.push(sweeping(instances));
  await interleave(world, invocations);
  clock.ms = chance.in(0.4) ? messages.next() : clock.ms + chance.pick(pauses);
  if (faults.strike('clock: jumps forward', 0.02)) clock.ms += chance.pick([hour, 24 * hour, 72 * hour]);
  if (faults.strike('clock: jumps backward', 0.02)) clock.ms -= chance.pick([second, minute, hour]);
}

const handling = (
  world: World,
  instances: Instances,
  queue: Message['queue'],
  batch: Message[],
): Invocation => ({
  name: queue,
  invoke: (run) =>
    instances(run, async (instance) => {
      const event = jobsEvent(batch.map(({ body }) => body));
      const { batchItemFailures }: SQSBatchResponse = await instance[queue](event);
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const [index, message] of batch.entries())
        world.messages.settle(message, !run.crashed && !failed.has(`message-${index}`));
    }),
});

/** Invocations for visible messages: one fan-out job each, deliveries in batches. */
function received(world: World, instances: Instances, { fanout, deliver }: Record<Message['queue'], number>) {
  const { messages, chance } = world;
  const jobs = messages.receive('deliver', deliver);
  const batches: Message[][] = [];
  while (jobs.length > 0) batches.push(jobs.splice(0, chance.pick([1, 2, 3, 10])));
  return [
    ...messages.receive('fanout', fanout).map((one) => handling(world, instances, 'fanout', [one])),
    ...batches.map((batch) => handling(world, instances, 'deliver', batch)),
  ];
}

async function publishing({ stream }: World, instances: Instances): Promise<Invocation[]> {
  const records = await stream.next();
  if (records.length === 0) return [];
  const invoke: Invocation['invoke'] = (run) =>
    instances(run, async ({ publish }) => {
      const { batchItemFailures } = await publish({ Records: records });
      stream.settle(records, !run.crashed && batchItemFailures.length === 0);
    });
  return [{ name: 'publish', invoke }];
}

const sweeping = (instances: Instances): Invocation => ({
  name: 'sweep',
  invoke: (run) => instances(run, async ({ sweep }) => void (await sweep())),
});

const mostTurns = 100;

/** Sweeps until nothing waits any more, more than a day apart, which is the longest wait. */
async function rest(world: World, instances: Instances): Promise<void> {
  const { messages, clock } = world;
  for (let turns = 0; turns < mostTurns; turns++) {
    await interleave(world, [...(await publishing(world, instances)), sweeping(instances)]);
    while (messages.visible() > 0)
      await interleave(world, received(world, instances, { fanout: 4, deliver: 12 }));
    if (!isWaiting(world)) return;
    clock.ms += 30 * hour;
  }
}

/**
 * Whether a delivery waits for its time, a shard for its fan-out, or a subscription for the sequence it
 * receives from.
 */
const isWaiting = (world: World): boolean =>
  idsIn(world).some((id) => isHalfway(latest(world.journal.subscription(id)))) ||
  idsIn(world).some((id) =>
    world.journal.rowsOf(id).some((images) => latest(images)?.status === 'pending'),
  ) ||
  shards.some((shard) => (latest(world.journal.progress(shard)) ?? 0) < world.journal.changes.size);

const isHalfway = (subscription: Subscription | undefined): boolean =>
  subscription?.status !== 'pending' && subscription?.receivesAfter === null;
