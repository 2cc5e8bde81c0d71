import * as z from 'zod';
import { DomainError } from '../../../core/errors.ts';
import { messageTo } from '../../../core/webhook/composing.ts';
import { ShownVersion, shownVersion } from '../../../core/webhook/signing/secret-version.ts';
import {
  publicKeyText,
  type SigningKeys,
  secretText,
  signingVersions,
} from '../../../core/webhook/signing/signature.ts';
import {
  enabled,
  requireActive,
  requireVerified,
  withNewSecret,
  woken,
} from '../../../core/webhook/subscribing.ts';
import { hashChallenge } from '../../../core/webhook/verification.ts';
import { json } from '../../http/body.ts';
import { route } from '../../http/route.ts';
import { DeliveryDetail, detailOf } from './deliveries-view.ts';
import { hurry } from './hurry.ts';
import { Missed, missedOf } from './owed.ts';
import { changeOwned, owned, subscriptionParams as params, perDomainOf, subscriptionPath } from './owned.ts';
import { currentSecret, issuerFor, keysOfSecret } from './secrets.ts';
import {
  attempted,
  limitUnanswered,
  limitVerifications,
  newChallenge,
  send,
  sendVerification,
  subscriptionUrl,
} from './sending.ts';
import { PublicSubscription, shown } from './view.ts';

const tag = 'Subscriptions';
const scope = 'subscriptions:manage';
const method = 'POST';

/** The limit keeps the signature header within what some receivers accept. */
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
    async (c) => {
      const { deps, now } = c.var;
      const subscription = await owned(c.var, c.req.valid('param'));
      requireActive(subscription);
      const { id } = subscription;
      const message = { id: deps.store.newId('msg'), type: 'subscription.test', trigger: 'test' } as const;
      const sent = await send(
        deps,
        messageTo(id, { ...message, data: { url: subscriptionUrl(deps, id) } }, now),
      );
      const row = await attempted(deps, sent);
      const headers = { location: `/v1/subscriptions/${id}/deliveries/${row.key}` };
      return c.json(detailOf(row), row.attempted > 0 ? 200 : 202, headers);
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
      refusals: ['limit-reached', 'unavailable'],
    },
    async (c) => {
      const { deps } = c.var;
      const before = await owned(c.var, c.req.valid('param'));
      if (before.status !== 'pending') return c.json(await shown(deps, before), 200);
      await limitVerifications(c.var, before.id);
      await limitUnanswered(c.var, before.url);
      await deps.store.subscriptions.requireRoom(before.registrableDomain, perDomainOf(deps));
      const challenge = newChallenge();
      const challengeHash = hashChallenge(challenge);
      const after = await changeOwned(c.var, c.req.valid('param'), (current) =>
        current.status === 'pending' ? { ...current, challengeHash } : null,
      );
      if (after.challengeHash === challengeHash) await sendVerification(c.var, after, challenge);
      return c.json(await shown(deps, after), 202, { location: `/v1/subscriptions/${after.id}` });
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
    async (c) => {
      const { deps, now } = c.var;
      await owned(c.var, c.req.valid('param'));
      const subscription = await changeOwned(c.var, c.req.valid('param'), (current) => {
        requireVerified(current);
        const isOff = current.status === 'paused' || current.status === 'disabled';
        return isOff ? enabled(current, now) : woken(current, now);
      });
      await hurry(deps, subscription.id, now);
      const missed = await missedOf(deps, subscription, now);
      return c.json({ subscription: await shown(deps, subscription), missed }, 200);
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
      body: json(Rotation),
      answers: {
        200: {
          schema: z.object({ secret: z.string(), publicKey: z.string(), secrets: z.array(ShownVersion) }),
        },
      },
      refusals: ['limit-reached', 'unavailable'],
    },
    async (c) => {
      const { deps, caller, now } = c.var;
      const { overlapHours } = c.req.valid('json');
      const { id } = await owned(c.var, c.req.valid('param'));
      const signer = { id, owner: caller.owner };
      const issue = await issuerFor(deps, signer);
      const rotated = await changeOwned(c.var, c.req.valid('param'), (current) => {
        requireFewSecrets(signingVersions(current.secrets, now).length);
        return withNewSecret(current, issue, now, overlapHours);
      });
      const keys = await keysOfSecret(deps, signer, currentSecret(rotated));
      return c.json({ ...textsOf(keys), secrets: rotated.secrets.map(shownVersion) }, 200);
    },
  ),
];

function requireFewSecrets(signing: number): void {
  if (signing >= mostSigningSecrets)
    throw new DomainError(
      'limit-reached',
      `${signing} secrets sign already, which is the limit; wait until one has expired.`,
    );
}

const textsOf = (keys: SigningKeys) => ({ secret: secretText(keys), publicKey: publicKeyText(keys) });
