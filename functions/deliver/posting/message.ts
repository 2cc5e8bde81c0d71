import type { Instant } from '../../core/instant.ts';
import type { Delivery } from '../../core/webhook/delivery.ts';
import { signingKeys } from '../../core/webhook/signing/sealed-keys.ts';
import { generationOf, type SecretVersion } from '../../core/webhook/signing/secret-version.ts';
import { type SigningKeys, signatureHeaders, signingVersions } from '../../core/webhook/signing/signature.ts';
import type { Subscription } from '../../core/webhook/subscription.ts';
import type { DeliverDeps } from '../deps.ts';
import { createCache } from './cache.ts';
import type { Content, Contents } from './contents.ts';
import type { Posting } from './send.ts';

export type Message = Content & {
  /** The request signed as of `now`; make it just before sending. */
  posting(now: Instant): Posting;
};

/** Keys that an instance keeps, because a subscription receives many deliveries. */
const keptKeys = 2_000;

export type Compose = (subscription: Subscription, delivery: Delivery) => Promise<Message>;

/**
 * Makes requests of deliveries. Rejects if the body or the master secret cannot be had, which is our own
 * fault.
 */
export function createCompose(
  { masterSecret, version, publicUrl, now }: DeliverDeps,
  contents: Contents,
): Compose {
  const keys = createCache<SigningKeys>(keptKeys);
  const agent = `treaty-ratification-tracker/${version} (+${publicUrl}/docs)`;

  const keysOf = ({ id, owner }: Subscription, { expiresAt: _, ...made }: SecretVersion) =>
    keys.of(JSON.stringify([id, owner, made]), async () => {
      const secret = { ...made, expiresAt: null };
      return signingKeys(await masterSecret(generationOf(secret)), { id, owner }, secret);
    });

  return async (subscription, delivery) => {
    const content = await contents.of(delivery);
    const { url, secrets } = subscription;
    const live = signingVersions(secrets, now());
    const ready = new Map(
      await Promise.all(live.map(async (one) => [one.version, await keysOf(subscription, one)] as const)),
    );
    const posting = (at: Instant): Posting => {
      const signing = signingVersions(live, at).flatMap((one) => ready.get(one.version) ?? []);
      return {
        url,
        body: content.body,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': agent,
          ...signatureHeaders({ id: delivery.messageId, body: content.body }, signing, at),
          'tracker-attempt': String(delivery.attempted + 1),
        },
      };
    };
    return { ...content, posting };
  };
}
