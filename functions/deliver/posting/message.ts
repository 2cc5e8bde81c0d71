import type { Instant } from '../../core/instant.ts';
import type { Delivery } from '../../core/webhook/delivery.ts';
import {
  deriveKeys,
  type SigningKeys,
  signatureHeaders,
  signingVersions,
} from '../../core/webhook/signing/signature.ts';
import { generationOf, type SecretVersion, type Subscription } from '../../core/webhook/subscription.ts';
import type { DeliverDeps } from '../deps.ts';
import { createCache } from './cache.ts';
import type { Posting } from './send.ts';

/** Bytes to send, and for a change when it was committed. */
type Content = { body: string; committedAt: Instant | null };

export type Message = Content & {
  /** Signed as of `now`: to be asked for when sending. */
  posting(now: Instant): Posting;
};

/** Bytes and keys that an instance keeps: a change goes to many subscriptions, and a subscription receives many. */
const keptContents = 64;
const keptKeys = 2_000;

export type Compose = (subscription: Subscription, delivery: Delivery) => Promise<Message>;

/** Makes requests of deliveries; rejects where the bytes or the master secret cannot be had, which is no receiver's fault. */
export function createCompose({ store, masterSecret, version, publicUrl, now }: DeliverDeps): Compose {
  const contents = createCache<Content>(keptContents);
  const keys = createCache<SigningKeys>(keptKeys);
  const agent = `treaty-ratification-tracker/${version} (+${publicUrl}/docs)`;

  const keysOf = (id: string, secret: SecretVersion): Promise<SigningKeys> => {
    const generation = generationOf(secret);
    return keys(`${id}/${secret.version}/${generation}`, async () =>
      deriveKeys(await masterSecret(generation), id, secret.version),
    );
  };

  const contentOf = async ({ sequence, body }: Delivery): Promise<Content> => {
    if (body !== undefined) return { body, committedAt: null };
    if (sequence === null) throw new Error('a delivery has neither a body nor a change');
    return contents(String(sequence), async () => {
      const change = await store.changes.get(sequence);
      if (!change) throw new Error(`there is no change ${sequence}`);
      return { body: change.body, committedAt: change.committedAt };
    });
  };

  return async (subscription, delivery) => {
    const content = await contentOf(delivery);
    const { id, url, secrets } = subscription;
    const live = signingVersions(secrets, now());
    const ready = new Map(
      await Promise.all(live.map(async (one) => [one.version, await keysOf(id, one)] as const)),
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
