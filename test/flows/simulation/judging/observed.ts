import { createHmac } from 'node:crypto';
import { second } from '../../../../functions/core/instant.ts';
import type { Delivery } from '../../../../functions/core/webhook/delivery.ts';
import { signingKeys } from '../../../../functions/core/webhook/signing/sealed-keys.ts';
import type { Subscription } from '../../../../functions/core/webhook/subscription.ts';
import type { World } from '../world.ts';
import { isOver } from './endings.ts';
import type { Post } from './history.ts';
import { at, during } from './journal.ts';
import { isTooEarly } from './ladder.ts';
import { pauseOver } from './pauses.ts';

/** Every version of a subscription and a delivery, from their sender's beginning until its POST. */
type Seen = {
  subscriptions: (Subscription | undefined)[];
  rows: (Delivery | undefined)[];
};

/** What a receiver may complain about in one POST; empty if nothing. */
export function faultsOf(world: World, post: Post): string[] {
  const { journal } = world;
  const images = journal.row(post.subscription, post.key);
  const seen: Seen = {
    subscriptions: during(journal.subscription(post.subscription), post.run.began, post.tick),
    rows: during(images, post.run.began, post.tick),
  };
  const rules: Record<string, boolean> = {
    ...rulesOfTarget(world, post, seen),
    ...rulesOfTime(world, post, seen),
    ...rulesOfContent(world, post, seen),
  };
  return Object.entries(rules)
    .filter(([, isBroken]) => isBroken)
    .map(([rule]) => `${rule}: ${post.id} (${post.type}) to ${post.subscription} at ${post.startedAt}`);
}

type Rules = Record<string, boolean>;

/** Rules about where nothing may go: to a subscription that is deleted, gone, off or unproved. */
function rulesOfTarget(world: World, post: Post, { subscriptions }: Seen): Rules {
  const every = (is: (subscription: Subscription) => boolean) =>
    subscriptions.every((one) => one !== undefined && is(one));
  const isVerification = post.type === 'subscription.verification';
  const isLastWord = post.type === 'subscription.disabled';
  return {
    'sent after deletion': subscriptions[0] === undefined,
    'sent to a URL that is not its': !subscriptions.some((one) => one?.url === post.posting.url),
    'sent before verification':
      !isVerification && !world.history.proved.has(`${post.subscription} ${post.posting.url}`),
    'sent while its URL waits to be verified': !isVerification && every(({ status }) => status === 'pending'),
    'sent after 410': !isVerification && (isOver(world, post) || every(({ reason }) => reason === 'gone')),
    'sent while paused or disabled':
      !isVerification && !isLastWord && every(({ status }) => status === 'paused' || status === 'disabled'),
  };
}

function rulesOfTime(world: World, post: Post, { subscriptions, rows }: Seen): Rules {
  const { posts } = world.history;
  const isProbing = subscriptions.some((one) => one?.health.nextProbeAt);
  const same = posts.filter(({ subscription, id }) => subscription === post.subscription && id === post.id);
  return {
    'sent before its time':
      !isProbing && rows.every((one) => one !== undefined && (one.nextAttemptAt ?? '') > post.startedAt),
    'sent before the ladder allows': isTooEarly(world, post),
    'sent while told to wait': pauseOver(world, post) > post.startedAt,
    'sent again after it was recorded as delivered': rows.every((one) => one?.status === 'delivered'),
    'two senders at once': same.some((other) => isAtIt(world, other, post)),
  };
}

/** Whether its sender lives and its lease has not run out. */
function isAtIt({ journal }: World, other: Post, { run, subscription, key, startedAt }: Post): boolean {
  if (other.run === run || other.run.ended !== null || other.run.crashed) return false;
  return (at(journal.row(subscription, key), other.tick)?.claim?.until ?? '') > startedAt;
}

function rulesOfContent(world: World, post: Post, { subscriptions }: Seen): Rules {
  const { body, headers } = post.posting;
  const other = world.history.posts.find(({ id }) => id === post.id);
  const change = world.journal.changes.get(Number(post.key))?.value;
  const age = Date.parse(post.startedAt) - Number(headers['webhook-timestamp']) * 1000;
  return {
    'other bytes under the same id': other !== undefined && other.posting.body !== body,
    "other bytes than the feed's": post.id.startsWith('chg_') && change?.body !== body,
    'not stamped when it was sent': !(age >= 0 && age < second),
    'not signed with the secrets in force': !subscriptions.some((one) => one && isSigned(world, post, one)),
  };
}

/** Whether every secret in force, and no other, has signed: each by HMAC and by ed25519. */
function isSigned({ master }: World, { posting, startedAt }: Post, subscription: Subscription): boolean {
  const { headers, body } = posting;
  const signatures = (headers['webhook-signature'] ?? '').split(' ');
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const inForce = subscription.secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > startedAt);
  const expected = inForce.map((one) => {
    const { secret } = signingKeys(master, subscription, one);
    return `v1,${createHmac('sha256', secret).update(content).digest('base64')}`;
  });
  const isComplete = signatures.length === 2 * expected.length;
  return isComplete && expected.every((signature) => signatures.includes(signature));
}
