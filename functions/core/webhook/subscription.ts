import * as z from 'zod';
import { Instant } from '../calendar.ts';
import { SubscriptionId } from '../ids.ts';
import { Filter } from './filter.ts';
import { Health, StatusReason, SubscriptionStatus } from './sending/health.ts';
import { SecretVersion } from './signing/secret-version.ts';

const description = z.string().max(500);
const contact = z.string().max(200);

/** A subscription as its owner asks for it. */
export const NewSubscription = z.lazy(() =>
  z
    .strictObject({
      url: z.string().min(1).max(2048).meta({ format: 'uri' }),
      filter: Filter,
      description: description.optional(),
      contact: contact.optional(),
    })
    .meta({ id: 'NewSubscription' }),
);
export type NewSubscription = z.infer<typeof NewSubscription>;

const LatestCheckpoint = z.lazy(() =>
  z.object({ through: z.number().int().min(0), at: Instant }).meta({ id: 'LatestCheckpoint' }),
);

export const Subscription = z.lazy(() =>
  z
    .object({
      id: SubscriptionId,
      owner: z.string(),
      url: z.string(),
      host: z.string(),
      registrableDomain: z.string(),
      /** The registrable domain in which it counts; null until its URL has answered. */
      countsIn: z.string().nullable().optional(),
      /** The limit of its domain when its URL was last asked. */
      perDomain: z.number().int().positive().optional(),
      filter: Filter,
      /** The sequence after which the filter holds; each change is judged by the one in force at its own. */
      filterAfter: z.number().int().min(0).default(0),
      description: description.optional(),
      contact: contact.optional(),
      status: SubscriptionStatus,
      reason: StatusReason.nullable(),
      health: Health,
      secrets: z.array(SecretVersion).min(1),
      shard: z.number().int().min(0),
      /** SHA-256 of the challenge that the URL has to answer; null once it has. */
      challengeHash: z.string().nullable(),
      verifiedAt: Instant.nullable(),
      /** The head of the feed when it was made: what came later is owed to it once its URL is verified. */
      madeAfter: z.number().int().min(0).optional(),
      /** Every matching change after this sequence is delivered or recorded; null until the URL is verified. */
      receivesAfter: z.number().int().min(0).nullable(),
      /** The last checkpoint sent: through which sequence, and when. */
      checkpoint: LatestCheckpoint.nullable(),
      createdAt: Instant,
      createdBy: z.string(),
      updatedAt: Instant,
      version: z.number().int().positive(),
    })
    .meta({ id: 'Subscription' }),
);
export type Subscription = z.infer<typeof Subscription>;

/** The number of shards into which subscriptions are dealt, each fanned out on its own. */
export const shardCount = 8;

/** What fan-out reads of a subscription: small, and strongly consistent under its shard. */
export const Member = z.lazy(() =>
  z.object({
    subscription: SubscriptionId,
    filter: Filter,
    filterAfter: z.number().int().min(0).default(0),
    receivesAfter: z.number().int().min(0).nullable(),
    /** Its receiver has answered 410: it receives nothing more. */
    isGone: z.boolean().optional(),
  }),
);
export type Member = z.infer<typeof Member>;
