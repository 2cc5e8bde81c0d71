import * as z from 'zod';
import { later } from '../../../core/instant.ts';
import { Attempt } from '../../../core/webhook/sending/attempt.ts';
import { DamagedSeal } from '../../../core/webhook/signing/sealed-keys.ts';
import {
  type SecretVersion,
  ShownVersion,
  shownVersion,
} from '../../../core/webhook/signing/secret-version.ts';
import { publicKeyText, signingVersions } from '../../../core/webhook/signing/signature.ts';
import { lifeUnverified } from '../../../core/webhook/subscribing.ts';
import { Subscription } from '../../../core/webhook/subscription.ts';
import { UnknownGeneration } from '../../../lib/master-secret.ts';
import type { ApiDeps } from '../../deps.ts';
import { keysOfSecret } from './secrets.ts';
import { latestVerification } from './sending.ts';

/** An attempt in short. A failure is given by status and code, never by address. */
export const Outcome = z.lazy(() =>
  Attempt.unwrap()
    .pick({ startedAt: true, verdict: true, status: true, code: true })
    .meta({ id: 'Outcome', description: 'An attempt in short.' }),
);
export type Outcome = z.infer<typeof Outcome>;

export const outcomeOf = ({ attempts }: { attempts: Attempt[] }): Outcome | null => {
  const last = attempts.at(-1);
  return last ? Outcome.parse(last) : null;
};

const Verification = z.lazy(() =>
  z
    .object({
      sentAt: z.string().nullable().describe('When the URL was last asked; null where it was not yet.'),
      lastAttempt: Outcome.nullable(),
      expiresAt: z
        .string()
        .nullable()
        .describe('When the subscription is deleted unless its URL answers first; null once one of its has.'),
    })
    .meta({ id: 'Verification' }),
);

export const PublicSubscription = z.lazy(() =>
  Subscription.unwrap()
    .omit({
      shard: true,
      challengeHash: true,
      owner: true,
      countsIn: true,
      perDomain: true,
      secrets: true,
      filterAfter: true,
      madeAfter: true,
    })
    .extend({
      secrets: z
        .array(ShownVersion.unwrap().extend({ publicKey: z.string().describe('whpk_…, to verify v1a.') }))
        .describe('Those that sign.'),
      verification: Verification.nullable().describe(
        'What the URL said to the verification it still has to answer; null once it has.',
      ),
      asleep: z
        .literal(true)
        .optional()
        .describe(
          'Nothing is sent whatever the status: this is a copy of the record, and its operator has not woken it.',
        ),
    })
    .meta({
      id: 'PublicSubscription',
      description: 'A subscription as its owner sees it, without its secret.',
    }),
);
export type PublicSubscription = z.infer<typeof PublicSubscription>;

const SubscriptionWarning = z.lazy(() =>
  z
    .object({
      code: z.enum(['same-url', 'copy-asleep']),
      detail: z.string(),
      subscriptions: z.array(Subscription.unwrap().shape.id).describe('Which others it is about.'),
    })
    .meta({ id: 'SubscriptionWarning' }),
);
export type SubscriptionWarning = z.infer<typeof SubscriptionWarning>;

/** Warns that the service is a copy whose operator has not let it send. */
export const copyAsleep: SubscriptionWarning = {
  code: 'copy-asleep',
  detail:
    'This is a copy of the record that sends nothing, a verification neither, until its operator wakes it.',
  subscriptions: [],
};

/** Whether two texts are one URL, however spelled. */
const isSameUrl = (one: string, other: string): boolean => URL.parse(one)?.href === URL.parse(other)?.href;

/**
 * Warns of subscriptions to one URL that receive the same changes twice, under one id with different secrets.
 */
export function warningsOf(made: Subscription, owned: readonly Subscription[]): SubscriptionWarning[] {
  const others = owned
    .filter(({ id, url }) => id !== made.id && isSameUrl(url, made.url))
    .map(({ id }) => id);
  if (others.length === 0) return [];
  const detail = `${others.join(', ')} of yours ${others.length > 1 ? 'have' : 'has'} this URL too: what both want comes twice, with the same webhook-id and each with a signature of its own secret. Verify with every secret before you drop what you have seen, or give each a URL of its own.`;
  return [{ code: 'same-url', detail, subscriptions: others }];
}

export const CreatedSubscription = z.lazy(() =>
  PublicSubscription.unwrap()
    .extend({
      secret: z.string().describe('whsec_…: shown now and never again; rotate it to have another.'),
      publicKey: z.string().describe('whpk_…'),
      warnings: z
        .array(SubscriptionWarning)
        .describe('What is allowed, and probably not meant; most often empty.'),
    })
    .meta({ id: 'CreatedSubscription' }),
);

/**
 * The list's view of a subscription, read at half the cost; it may miss its URL's answer of the last second.
 */
export const shownInList = (deps: ApiDeps, one: Subscription) => shown(deps, one, false);

/** The view of a subscription. Secrets are derived, and only their public halves appear. */
export async function shown(
  deps: ApiDeps,
  subscription: Subscription,
  isConsistent = true,
): Promise<PublicSubscription> {
  const {
    shard: _,
    challengeHash: __,
    owner: ___,
    filterAfter: ____,
    madeAfter: _____,
    countsIn: ______,
    perDomain: _______,
    ...told
  } = subscription;
  const { secrets, ...rest } = told;
  const live = new Set(signingVersions(secrets, deps.now()));
  const signing = secrets.filter((secret) => live.has(secret));
  return {
    ...rest,
    secrets: (await Promise.all(signing.map((secret) => shownSecret(deps, subscription, secret)))).flat(),
    ...((await deps.store.copy.isAsleep()) && { asleep: true as const }),
    verification:
      subscription.status === 'pending' ? await verificationOf(deps, subscription, isConsistent) : null,
  };
}

/** A secret with its public key; none for one that signs nothing, because it is damaged or its generation is gone. */
async function shownSecret(deps: ApiDeps, subscription: Subscription, secret: SecretVersion) {
  try {
    const keys = await keysOfSecret(deps, subscription, secret);
    return [{ ...shownVersion(secret), publicKey: publicKeyText(keys) }];
  } catch (error) {
    if (!(error instanceof DamagedSeal || error instanceof UnknownGeneration)) throw error;
    deps.log.error('a secret signs nothing', { subscription: subscription.id, error });
    return [];
  }
}

async function verificationOf(
  deps: ApiDeps,
  { id, verifiedAt, createdAt }: Subscription,
  isConsistent: boolean,
) {
  const latest = await latestVerification(deps, id, isConsistent);
  const expiresAt = verifiedAt === null ? later(createdAt, lifeUnverified) : null;
  return { sentAt: latest?.createdAt ?? null, lastAttempt: latest && outcomeOf(latest), expiresAt };
}
