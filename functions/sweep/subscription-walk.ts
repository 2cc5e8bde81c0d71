import { dayOf } from '../core/calendar.ts';
import type { Change } from '../core/record/change.ts';
import { checkpointId, checkpointOver, type Stretch } from '../core/webhook/checkpoint.ts';
import { messageTo } from '../core/webhook/composing.ts';
import type { Filter } from '../core/webhook/filter.ts';
import { healthAt } from '../core/webhook/sending/health.ts';
import { isWaiting, rowsLookedAt } from '../core/webhook/sending/waiting.ts';
import { warningOf } from '../core/webhook/sending/warning.ts';
import type { Subscription } from '../core/webhook/subscription.ts';
import type { Log } from '../lib/log.ts';
import { type Queues, ringFor } from '../lib/queues.ts';
import type { Store } from '../store/index.ts';
import { oneByOne } from './one-by-one.ts';

type Deps = {
  store: Pick<
    Store,
    'walk' | 'verify' | 'subscriptions' | 'deliveries' | 'changes' | 'fanout' | 'copy' | 'newId'
  >;
  queues: Pick<Queues, 'deliver'>;
  log: Log;
  publicUrl: string;
};

export const membersASweep = 500;

/** Changes that one checkpoint covers at most; the next day continues. */
const longestStretch = 10_000;

/**
 * Does one stretch of an endless walk through all subscriptions: disables one that has been silent for too
 * long and tells its owner, rings for an overdue probe, and sends the checkpoint of the day. Answers how many
 * messages it made.
 */
export function createSubscriptionWalk(deps: Deps) {
  return async (now: string): Promise<number> => {
    const stretches = new Map<string, Promise<Change[]>>();
    return oneByOne(await deps.store.walk.next(membersASweep), async (member) => {
      const subscription = await deps.store.subscriptions.get(member.subscription);
      if (!subscription) return 0;
      await endVerification(deps, subscription, now);
      const told = await endSilence(deps, subscription, now);
      await wakeProbe(deps, subscription, now);
      return told + (await checkpoint(deps, { ...subscription, shard: member.shard }, now, stretches));
    });
  };
}

/** Completes a verification that broke off before it noted from where the subscription receives. */
async function endVerification(deps: Deps, subscription: Subscription, now: string): Promise<void> {
  const { id, status, challengeHash, receivesAfter } = subscription;
  if (status !== 'pending' && receivesAfter === null && challengeHash !== null)
    await deps.store.verify(id, challengeHash, now, ringFor(deps));
}

async function endSilence(deps: Deps, { id, ...known }: Subscription, now: string): Promise<number> {
  if (healthAt(known, now).raise === null) return 0;
  const url = `${deps.publicUrl}/v1/subscriptions/${id}`;
  const { subscription, message } = await deps.store.subscriptions.updateAndTell(id, (current) => {
    const { raise, ...condition } = healthAt(current, now);
    if (raise === null) return null;
    const next = { ...current, ...condition, updatedAt: now };
    const warning = { id: deps.store.newId('msg'), type: raise, url, code: 'failing' };
    return { subscription: next, message: warningOf(next, warning, now) };
  });
  if (!message) return 0;
  deps.log.warn(message.type, { subscription: id, reason: subscription.reason });
  deps.log.metric('SubscriptionsDisabled', 1);
  await ringFor(deps)([message]);
  return 1;
}

/**
 * Rings for the waiting deliveries of a subscription whose probe is overdue, because its doorbell was lost;
 * the sender takes the oldest.
 */
async function wakeProbe(deps: Deps, { id, health }: Subscription, now: string): Promise<void> {
  if (health.nextProbeAt === null || health.nextProbeAt > now) return;
  const { store } = deps;
  for await (const row of store.deliveries.list(id, { most: rowsLookedAt }))
    if (isWaiting(row, now)) return await ringFor(deps)([row]);
}

/**
 * Makes the row before it notes it, with the same id on every try, so that the checkpoint is sent once and
 * never left out.
 */
async function checkpoint(
  deps: Deps,
  walked: Subscription,
  now: string,
  stretches: Map<string, Promise<Change[]>>,
): Promise<number> {
  const { id, filter, filterAfter, status, receivesAfter, checkpoint: last } = walked;
  const isLive = status === 'active' || status === 'failing';
  if (!isLive || receivesAfter === null || (last && dayOf(last.at) >= dayOf(now))) return 0;
  const after = last?.through ?? receivesAfter;
  if (isEverything(filter) && filterAfter <= after) return 0;
  const through = Math.min(await deps.store.fanout.through(walked.shard), after + longestStretch);
  if (through < after) return 0;
  const stretch = { after, through };
  const filters = await deps.store.subscriptions.filters(id, after);
  if (filters.every((one) => isEverything(one.filter))) return 0;
  const changes = await changesIn(deps, stretch, stretches);
  const data = {
    ...checkpointOver({ receivesAfter, filters }, changes, stretch),
    url: `${deps.publicUrl}/v1/changes?subscription=${id}&after=${stretch.after}`,
  };
  const made = await send(
    deps,
    id,
    { id: checkpointId(id, dayOf(now), await deps.store.copy.fork()), type: 'feed.checkpoint', data },
    now,
  );
  await deps.store.subscriptions.update(id, (current) =>
    current.checkpoint &&
    current.checkpoint.through >= stretch.through &&
    dayOf(current.checkpoint.at) >= dayOf(now)
      ? null
      : { ...current, checkpoint: { through: stretch.through, at: now } },
  );
  return made;
}

const isEverything = (filter: Filter): boolean => Object.keys(filter).length === 0;

/** Reads a stretch once, because most subscriptions were last told of the same sequence. */
function changesIn({ store }: Deps, { after, through }: Stretch, known: Map<string, Promise<Change[]>>) {
  const name = `${after}-${through}`;
  const changes = known.get(name) ?? Array.fromAsync(store.changes.list(after, through));
  known.set(name, changes);
  return changes;
}

type DailyMessage = Omit<Parameters<typeof messageTo>[1], 'trigger'>;

async function send(
  { store, ...deps }: Deps,
  subscription: string,
  message: DailyMessage,
  now: string,
): Promise<number> {
  const row = messageTo(subscription, { ...message, trigger: 'live' }, now);
  if (!(await store.deliveries.create(row))) return 0;
  await ringFor(deps)([row]);
  return 1;
}
