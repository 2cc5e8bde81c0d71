import * as z from 'zod';
import { DomainError } from '../../../core/errors.ts';
import { messageTo } from '../../../core/webhook/composing.ts';
import {
  publicKeyText,
  type SigningKeys,
  secretText,
  signingVersions,
} from '../../../core/webhook/signing/signature.ts';
import { enabled, withNewSecret } from '../../../core/webhook/subscribing.ts';
import { SecretVersion } from '../../../core/webhook/subscription.ts';
import { hashChallenge } from '../../../core/webhook/verification.ts';
import { route } from '../../http/route.ts';
import { DeliveryDetail, detailOf } from './deliveries-view.ts';
import { Missed, missedOf } from './owed.ts';
import {
  changeOwned,
  owned,
  subscriptionParams as params,
  requireActive,
  requireVerified,
  subscriptionPath,
} from './owned.ts';
import { currentSecret, keysOfSecret, newestGeneration } from './secrets.ts';
import { addressOf, attempted, limitVerifications, newChallenge, send, sendVerification } from './sending.ts';
import { PublicSubscription, shown } from './view.ts';

const tag = 'Subscriptions';
const scope = 'subscriptions:manage';
const method = 'POST';

/** More would make the signatures of one request longer than some receivers' limit on headers. */
const mostSigningSecrets = 5;

const Rotation = z.lazy(() =>
  z
    .strictObject({
      overlapHours: z
        .number()
        .min(0)
        .max(168)
        .optional()
        .describe('How long the secret before signs on; 24 where absent, at most 168 (7 days).'),
    })
    .meta({ id: 'Rotation' }),
);

export const operationRoutes = [
  route(
    {
      method,
      path: `${subscriptionPath}/test`,
      operationId: 'testSubscription',
      tag,
      scope,
      params,
      answers: {
        200: { schema: DeliveryDetail },
        202: { schema: DeliveryDetail },
      },
      refusals: ['not-verified', 'not-active', 'unavailable'],
    },
    async (call) => {
      const { deps, now } = call;
      const subscription = await owned(call);
      requireActive(subscription);
      const { id } = subscription;
      const message = { id: deps.store.newId('msg'), type: 'subscription.test', trigger: 'test' } as const;
      const sent = await send(deps, messageTo(id, { ...message, data: { url: addressOf(deps, id) } }, now));
      const row = await attempted(deps, sent);
      const headers = { location: `/v1/subscriptions/${id}/deliveries/${row.key}` };
      return { status: row.attempted > 0 ? 200 : 202, body: detailOf(row), headers };
    },
  ),

  route(
    {
      method,
      path: `${subscriptionPath}/verify`,
      operationId: 'verifySubscription',
      tag,
      scope,
      params,
      answers: {
        200: { schema: PublicSubscription },
        202: { schema: PublicSubscription },
      },
      refusals: ['unavailable'],
    },
    async (call) => {
      const { deps } = call;
      const before = await owned(call);
      if (before.status !== 'pending') return { status: 200, body: await shown(deps, before) };
      await limitVerifications(call, before.id);
      const challenge = newChallenge();
      const challengeHash = hashChallenge(challenge);
      const after = await changeOwned(call, (current) =>
        current.status === 'pending' ? { ...current, challengeHash } : null,
      );
      if (after.challengeHash === challengeHash) await sendVerification(call, after, challenge);
      return {
        status: 202,
        body: await shown(deps, after),
        headers: { location: `/v1/subscriptions/${after.id}` },
      };
    },
  ),

  route(
    {
      method,
      path: `${subscriptionPath}/enable`,
      operationId: 'enableSubscription',
      tag,
      scope,
      params,
      answers: {
        200: {
          schema: z.object({ subscription: PublicSubscription, missed: Missed }),
        },
      },
      refusals: ['not-verified', 'unavailable'],
    },
    async (call) => {
      const { deps, now } = call;
      await owned(call);
      const subscription = await changeOwned(call, (current) => {
        requireVerified(current);
        const isOff = current.status === 'paused' || current.status === 'disabled';
        return isOff ? enabled(current, now) : null;
      });
      const missed = await missedOf(deps.store, subscription, now);
      return { status: 200, body: { subscription: await shown(deps, subscription), missed } };
    },
  ),

  route(
    {
      method,
      path: `${subscriptionPath}/secret/rotate`,
      operationId: 'rotateSecret',
      tag,
      scope,
      params,
      body: Rotation,
      answers: {
        200: {
          schema: z.object({ secret: z.string(), publicKey: z.string(), secrets: z.array(SecretVersion) }),
        },
      },
      refusals: ['limit-reached', 'unavailable'],
    },
    async (call) => {
      const { deps, body, now } = call;
      await owned(call);
      const generation = await newestGeneration(deps);
      const rotated = await changeOwned(call, (current) => {
        requireFewSecrets(signingVersions(current.secrets, now).length);
        return withNewSecret(current, now, body.overlapHours, generation);
      });
      const keys = await keysOfSecret(deps, rotated.id, currentSecret(rotated));
      return { status: 200, body: { ...textsOf(keys), secrets: rotated.secrets } };
    },
  ),
];

function requireFewSecrets(signing: number): void {
  if (signing >= mostSigningSecrets)
    throw new DomainError(
      'limit-reached',
      `${signing} secrets sign already, which is the most; wait until one has expired.`,
    );
}

const textsOf = (keys: SigningKeys) => ({ secret: secretText(keys), publicKey: publicKeyText(keys) });
