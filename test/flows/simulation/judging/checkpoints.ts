import { createHash } from 'node:crypto';
import { changeId } from '../../../../functions/core/ids.ts';
import type { Subscription } from '../../../../functions/core/webhook/subscription.ts';
import type { World } from '../world.ts';
import { during } from './journal.ts';
import { isWanted } from './wanted.ts';

type Stated = { fromSequence: number; toSequence: number; matched: number; sha256OfIds: string };

/**
 * Contradictions between a subscription's checkpoints and the feed: a wrong one, or a stretch in none of
 * them.
 */
export function checkpointFaults(world: World, id: string): string[] {
  const { journal } = world;
  const made = journal
    .rowsOf(id)
    .flatMap(([image]) => (image?.value?.type === 'feed.checkpoint' ? [image] : []))
    .sort((a, b) => a.tick - b.tick);
  let covered: number | undefined;
  return made.flatMap(({ tick, run, value }) => {
    const stated: Stated = JSON.parse(value?.body ?? '').data;
    const subscriptions = during(journal.subscription(id), run?.began ?? tick, tick);
    const isRight = subscriptions.some((one) => one && isTrue(world, one, stated));
    const isGap = covered !== undefined && stated.fromSequence > covered + 1;
    covered = Math.max(covered ?? 0, stated.toSequence);
    return [
      ...(isRight ? [] : [`${value?.messageId} for ${id} misstates the feed`]),
      ...(isGap ? [`${value?.messageId} for ${id} leaves out a stretch of the feed`] : []),
    ];
  });
}

function isTrue(world: World, { id, receivesAfter }: Subscription, stated: Stated): boolean {
  const { fromSequence, toSequence, matched, sha256OfIds } = stated;
  const ids = [...world.journal.changes.values()]
    .filter(({ value: { sequence } = { sequence: 0 } }) => sequence >= fromSequence && sequence <= toSequence)
    .filter((change) => (change.value?.sequence ?? 0) > (receivesAfter ?? 0) && isWanted(world, id, change))
    .map(({ value }) => changeId(value?.sequence ?? 0));
  const digest = createHash('sha256').update(ids.join('\n')).digest('hex');
  return matched === ids.length && sha256OfIds === digest;
}
