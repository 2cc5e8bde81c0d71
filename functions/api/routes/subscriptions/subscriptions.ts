import * as z from 'zod';
import { DomainError } from '../../../core/errors.ts';
import type { Instant } from '../../../core/instant.ts';
import { patched, SubscriptionPatch } from '../../../core/webhook/patching.ts';
import { publicKeyText, secretText } from '../../../core/webhook/signing/signature.ts';
import { subscriptionFrom, targetOf } from '../../../core/webhook/subscribing.ts';
import { NewSubscription, type Subscription } from '../../../core/webhook/subscription.ts';
import { hashChallenge } from '../../../core/webhook/verification.ts';
import { matchNames } from '../../../lib/http/etag.ts';
import { shardOf } from '../../../store/webhook/subscription-item.ts';
import { listOf, pageOf, paging, placeOf } from '../../asking/page.ts';
import { versionTag } from '../../asking/revising.ts';
import { json } from '../../http/body.ts';
import { idempotencyOf } from '../../http/idempotency.ts';
import { route } from '../../http/route.ts';
import {
  changeOwned,
  limitOwned,
  type Owner,
  owned,
  perDomainOf,
  requireKnown,
  requireUrl,
  subscriptionParams,
  subscriptionPath,
} from './owned.ts';
import { issuerFor, keysOfSecret, secretTold } from './secrets.ts';
import { limitUnanswered, limitVerifications, newChallenge, sendVerification } from './sending.ts';
import {
  CreatedSubscription,
  copyAsleep,
  PublicSubscription,
  shown,
  shownInList,
  warningsOf,
} from './view.ts';

const tag = 'Subscriptions';
const scope = 'subscriptions:manage';

/** Subscriptions on a page, so that none is slow. */
export const mostOnPage = 50;

export const subscriptionRoutes = [
  route(
    {
      method: 'POST',
      path: '/v1/subscriptions',
      operationId: 'createSubscription',
      tag,
      scope,
      body: json(NewSubscription),
      headers: ['idempotency-key'],
      answers: { 201: { schema: CreatedSubscription } },
      refusals: ['url-refused', 'unknown-value', 'limit-reached', 'conflict', 'unavailable'],
    },
    async (c) => {
      const { deps, caller } = c.var;
      const body = c.req.valid('json');
      requireUrl(deps, body.url);
      await requireKnown(deps, body.filter);
      await limitUnanswered(c.var, body.url);
      const challenge = newChallenge();
      const subscription = await newSubscription(c.var, body, hashChallenge(challenge));
      const { subscriptions } = deps.store;
      const others = await subscriptions.list(caller.owner);
      const mayAdd = async () => limitOwned(c.var, others);
      const id = await subscriptions.add(subscription, perDomainOf(deps), idempotencyOf(c, body), mayAdd);
      const isAdded = id === subscription.id;
      if (isAdded) await sendVerification(c.var, subscription, challenge);
      const current = isAdded ? subscription : await subscriptions.get(id);
      if (current?.owner !== caller.owner)
        throw new DomainError('conflict', `This request made ${id}, which was deleted since.`);
      const headers = { location: `/v1/subscriptions/${id}`, etag: versionTag(current) };
      return c.json(await created(c.var, current, others), 201, headers);
    },
  ),

  route(
    {
      method: 'GET',
      path: '/v1/subscriptions',
      operationId: 'listSubscriptions',
      tag,
      scope,
      query: z.strictObject(paging),
      answers: { 200: { schema: listOf(PublicSubscription) } },
    },
    async (c) => {
      const { deps, caller } = c.var;
      const after = placeOf(c);
      const [{ found, isMore }, { sequence }] = await Promise.all([
        deps.store.subscriptions.page(
          caller.owner,
          after,
          Math.min(c.req.valid('query').limit ?? mostOnPage, mostOnPage),
        ),
        deps.store.record.head(),
      ]);
      const { body, headers } = pageOf(found, ({ id }) => id, c, sequence, isMore);
      const data = await Promise.all(body.data.map((one) => shownInList(deps, one)));
      return c.json({ ...body, data }, 200, headers);
    },
  ),

  route(
    {
      method: 'GET',
      path: subscriptionPath,
      operationId: 'getSubscription',
      tag,
      scope,
      params: subscriptionParams,
      answers: { 200: { schema: PublicSubscription } },
      refusals: ['not-found'],
    },
    async (c) => {
      const subscription = await owned(c.var, c.req.valid('param'));
      return c.json(await shown(c.var.deps, subscription), 200, { etag: versionTag(subscription) });
    },
  ),

  route(
    {
      method: 'PATCH',
      path: subscriptionPath,
      operationId: 'changeSubscription',
      tag,
      scope,
      params: subscriptionParams,
      body: json(SubscriptionPatch),
      headers: ['if-match'],
      answers: { 200: { schema: PublicSubscription } },
      refusals: [
        'url-refused',
        'unknown-value',
        'limit-reached',
        'not-verified',
        'not-active',
        'precondition-failed',
        'unavailable',
      ],
    },
    async (c) => {
      const { deps, now } = c.var;
      const params = c.req.valid('param');
      const body = c.req.valid('json');
      const ifMatch = c.req.header('if-match');
      const before = await owned(c.var, params);
      const moves = body.url !== undefined && body.url !== before.url;
      if (moves) requireUrl(deps, body.url ?? '');
      if (body.filter) await requireKnown(deps, body.filter);
      requireMatch(before, ifMatch);
      if (moves) await limitVerifications(c.var, before.id);
      if (moves) await limitUnanswered(c.var, body.url ?? '');
      if (moves) await requireRoomFor(c.var, before, body.url ?? '');
      const challenge = newChallenge();
      const after = await changeOwned(c.var, params, (current) => {
        requireMatch(current, ifMatch);
        return { ...patched(current, body, hashChallenge(challenge)), updatedAt: now };
      });
      if (after.challengeHash === hashChallenge(challenge)) await sendVerification(c.var, after, challenge);
      return c.json(await shown(deps, after), 200, { etag: versionTag(after) });
    },
  ),

  route(
    {
      method: 'DELETE',
      path: subscriptionPath,
      operationId: 'deleteSubscription',
      tag,
      scope,
      params: subscriptionParams,
      answers: { 204: {} },
      refusals: ['not-found', 'unavailable'],
    },
    async (c) => {
      const { id } = await owned(c.var, c.req.valid('param'));
      await c.var.deps.store.subscriptions.remove(id);
      return c.body(null, 204);
    },
  ),
];

type NewRequest = Owner & { now: Instant };

async function newSubscription(
  { deps, caller: { owner }, now }: NewRequest,
  asked: NewSubscription,
  challengeHash: string,
): Promise<Subscription> {
  const id = deps.store.newId('sub');
  const issue = await issuerFor(deps, { id, owner });
  return subscriptionFrom(asked, { id, owner, shard: shardOf(id), challengeHash, issue, now });
}

/** A new subscription with its secret, which no other answer tells, and what its owner should know of it. */
async function created({ deps, now }: NewRequest, current: Subscription, others: readonly Subscription[]) {
  const keys = await keysOfSecret(deps, current, secretTold(current, now));
  const texts = { secret: secretText(keys), publicKey: publicKeyText(keys) };
  const warnings = warningsOf(current, others);
  if (await deps.store.copy.isAsleep()) warnings.push(copyAsleep);
  return { ...(await shown(deps, current)), ...texts, warnings };
}

/** Checks the domain's limit; a move within one domain frees the place that it takes. */
async function requireRoomFor({ deps }: Owner, before: Subscription, url: string): Promise<void> {
  const { registrableDomain: domain } = targetOf(url);
  if (domain !== before.registrableDomain)
    await deps.store.subscriptions.requireRoom(domain, perDomainOf(deps));
}

function requireMatch(subscription: Subscription, ifMatch: string | undefined): void {
  const tag = versionTag(subscription);
  if (ifMatch !== undefined && !matchNames(ifMatch, tag))
    throw new DomainError('precondition-failed', `It is at ${tag} now; read it again.`);
}
