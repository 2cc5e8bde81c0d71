import { changeId, padSequence } from '../../../../functions/core/ids.ts';
import type { Change } from '../../../../functions/core/record/change.ts';
import type { Subscription } from '../../../../functions/core/webhook/subscription.ts';
import { usedShards } from '../shards.ts';
import type { World } from '../world.ts';
import { attemptFaults } from './attempts.ts';
import { checkpointFaults } from './checkpoints.ts';
import { at, during, type Image, latest } from './journal.ts';
import { leaks } from './leaks.ts';
import { rowFaults } from './rows.ts';
import { isWanted } from './wanted.ts';
import { warningFaults } from './warnings.ts';

/** Everything that a world at rest did wrong; empty if the promises were kept. */
export function verdictOn(world: World): string[] {
  const found = [
    ...world.history.violations,
    ...feedFaults(world),
    ...leaks(world),
    ...(world.receivers.inside() > 0 ? ['a redirect was followed'] : []),
    ...world.journal.ids().flatMap((id) => subscriptionFaults(world, id)),
  ];
  return [...new Set(found)];
}

function feedFaults({ journal }: World): string[] {
  const sequences = [...journal.changes.keys()].sort((a, b) => a - b);
  const head = sequences.length;
  const shards = Array.from({ length: usedShards }, (_, shard) => journal.progress(shard));
  return [
    ...sequences.flatMap((sequence, index) =>
      sequence === index + 1 ? [] : [`the feed has a gap before ${sequence}`],
    ),
    ...shards.flatMap((images, shard) =>
      (latest(images) ?? 0) === head ? [] : [`shard ${shard} ends at ${latest(images)}, before ${head}`],
    ),
  ];
}

function subscriptionFaults(world: World, id: string): string[] {
  const { journal } = world;
  const images = journal.subscription(id);
  const final = latest(images);
  const rows = journal.rowsOf(id).flatMap((row) => rowFaults(world, row));
  const attempts = attemptFaults(world, id);
  const owed = final ? [...journal.changes.values()].flatMap((image) => owedFaults(world, final, image)) : [];
  return [
    ...rows,
    ...attempts,
    ...owed,
    ...checkpointFaults(world, id),
    ...warningFaults(world, id),
    ...(final ? startFaults(world, id) : []),
  ];
}

/**
 * Every change that a subscription wants is recorded for it, while it is verified and not gone, from commit
 * to fan-out.
 */
function owedFaults(
  world: World,
  { id, shard, receivesAfter }: Subscription,
  change: Image<Change>,
): string[] {
  const { journal } = world;
  const sequence = change.value?.sequence ?? 0;
  const done = journal.progress(shard).find(({ value }) => (value ?? 0) >= sequence);
  const until = done?.tick ?? Number.POSITIVE_INFINITY;
  const isMember = during(journal.subscription(id), change.tick, until).every(
    (one) => one && one.verifiedAt !== null && one.reason !== 'gone',
  );
  const isAfter = receivesAfter !== null && sequence > receivesAfter;
  const isThere = journal.row(id, padSequence(sequence)).length > 0;
  const wants = isWanted(world, id, change);
  if (isThere && !wants) return [`${changeId(sequence)} for ${id}: not wanted`];
  return isAfter && isMember && wants && !isThere ? [`${changeId(sequence)} for ${id}: never recorded`] : [];
}

/** The sequence from which it receives must never lie after the feed's head of that time. */
function startFaults({ journal }: World, id: string): string[] {
  const images = journal.subscription(id);
  const begun = images.find(({ value }) => value?.receivesAfter != null);
  if (!begun)
    return at(images, journal.tick())?.status === 'active' ? [`${id} knows not from where it receives`] : [];
  const head = [...journal.changes.values()].filter(({ tick }) => tick <= begun.tick).length;
  return (begun.value?.receivesAfter ?? 0) > head ? [`${id} begins after the head of the feed`] : [];
}
