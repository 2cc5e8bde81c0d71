import { createHash } from 'node:crypto';
import type { Change } from '../../functions/core/change.ts';
import { changeId, padSequence } from '../../functions/core/ids.ts';
import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import { matches } from '../../functions/core/webhook/filter.ts';
import { attemptLimit } from '../../functions/core/webhook/schedule.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import type { Store } from '../../functions/store/index.ts';
import type { Post } from './observed.ts';

/** What happened, as it was seen from outside. */
export type History = {
  posts: Post[];
  /** Ids of subscriptions that were ever paused or disabled. */
  shut: Set<string>;
  /** What was seen to be wrong at once. */
  found: string[];
};

const isWanted = ({ filter, receivesAfter }: Subscription, change: Change): boolean =>
  change.quiet !== true && change.sequence > (receivesAfter ?? 0) && matches(filter, change);

/** What a world at rest has against the promises; empty if all were kept. */
export async function verdictOn(history: History, store: Store, ids: readonly string[]): Promise<string[]> {
  const { sequence } = await store.record.head();
  const changes = await Array.fromAsync(store.changes.list(0, sequence));
  const gaps = changes.flatMap((change, index) =>
    change.sequence === index + 1 ? [] : [`the feed has a gap before ${change.sequence}`],
  );
  const short = changes.length === sequence ? [] : [`the feed ends at ${changes.length}, not ${sequence}`];
  const of = await Promise.all(
    ids.map(async (id) => {
      const subscription = await store.subscriptions.get(id);
      return subscription ? await against(history, store, subscription, changes) : [];
    }),
  );
  return [...history.found, ...gaps, ...short, ...foreignBytes(history, changes), ...of.flat()];
}

async function against(
  history: History,
  store: Store,
  subscription: Subscription,
  changes: readonly Change[],
): Promise<string[]> {
  const { id, verifiedAt, receivesAfter, reason } = subscription;
  if (verifiedAt === null) return [];
  if (receivesAfter === null) return [`${id} is verified and does not know from where it receives`];
  const rows = new Map((await Array.fromAsync(store.deliveries.list(id))).map((row) => [row.key, row]));
  const posts = history.posts.filter((post) => post.subscription === id);
  const wanted = changes.filter((change) => isWanted(subscription, change));
  const missing = reason === 'gone' ? [] : wanted.filter(({ sequence }) => !rows.has(padSequence(sequence)));
  return [
    ...missing.map(({ sequence }) => `${id} lacks change ${sequence}`),
    ...[...rows.values()].flatMap((row) => ends(row, posts, history.shut.has(id))),
    ...unwanted(subscription, rows, changes),
    ...posts.flatMap((post) => checkpointFaults(post, subscription, changes)),
  ].map((fault) => `${fault}`);
}

/** Every delivery ends delivered, exhausted or recorded while nothing was sent, and for a reason that was seen. */
function ends(row: Delivery, posts: readonly Post[], wasShut: boolean): string[] {
  const at = `${row.messageId} to ${row.subscription}`;
  const taken = posts.some(({ id, status }) => id === row.messageId && status !== null && isOk(status));
  if (row.status === 'pending') return [`${at} still waits, until ${row.nextAttemptAt}`];
  if (row.status === 'delivered') return taken ? [] : [`${at} is said to be delivered`];
  if (row.status === 'held') return wasShut ? [] : [`${at} is held although nothing was ever shut`];
  if (row.sequence === null) return [];
  return row.climbed >= attemptLimit ? [] : [`${at} was given up after ${row.climbed} attempts`];
}

const isOk = (status: number): boolean => status >= 200 && status < 300;

const unwanted = (
  subscription: Subscription,
  rows: ReadonlyMap<string, Delivery>,
  changes: readonly Change[],
): string[] =>
  changes
    .filter((change) => !matches(subscription.filter, change) || change.quiet)
    .filter(({ sequence }) => rows.has(padSequence(sequence)))
    .map(({ sequence }) => `${subscription.id} was given change ${sequence}, which it did not ask for`);

function foreignBytes({ posts }: History, changes: readonly Change[]): string[] {
  const bodies = new Map(changes.map(({ sequence, body }) => [changeId(sequence), body]));
  return posts
    .filter(({ id, body }) => id.startsWith('chg_') && bodies.get(id) !== body)
    .map(({ id }) => `${id} was sent with other bytes than the feed has`);
}

function checkpointFaults(post: Post, subscription: Subscription, changes: readonly Change[]): string[] {
  if (post.type !== 'feed.checkpoint') return [];
  const { fromSequence, toSequence, matched, sha256OfIds } = JSON.parse(post.body).data;
  const ids = changes
    .filter(({ sequence }) => sequence >= fromSequence && sequence <= toSequence)
    .filter((change) => isWanted(subscription, change))
    .map(({ sequence }) => changeId(sequence));
  const digest = createHash('sha256').update(ids.join('\n')).digest('hex');
  return matched === ids.length && sha256OfIds === digest ? [] : [`${post.id} misstates the feed`];
}
