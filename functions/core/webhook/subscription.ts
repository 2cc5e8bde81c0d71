import * as z from 'zod';
import { Instant } from '../calendar.ts';
import { SubscriptionId } from '../ids.ts';
import { Filter } from './filter.ts';
import { Health, StatusReason, SubscriptionStatus } from './sending/health.ts';
import { firstGeneration } from './signing/master-generations.ts';

/** A version of the secret; only its numbers are kept, its keys are derived. */
export const SecretVersion = z.lazy(() =>
  z.object({
    version: z.number().int().positive(),
    generation: z
      .number()
      .int()
      .positive()
      .optional()
      .describe("Of the service's master secret, from which it derives; the first, where absent."),
    createdAt: Instant,
    /** Null for the current version. */
    expiresAt: Instant.nullable(),
  }),
);
export type SecretVersion = z.infer<typeof SecretVersion>;

/** The generation of the master secret that a version derives from. */
export const generationOf = ({ generation }: Pick<SecretVersion, 'generation'>): number =>
  generation ?? firstGeneration;

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

const hour = 3_600_000;
const longestOverlap = 7 * 24 * hour;

/**
 * Adds a version, of a generation of the master secret. Earlier ones still sign for `overlap` ms (a day by
 * default, at most seven), and no longer than they would have.
 */
export function rotated(
  secrets: readonly SecretVersion[],
  now: Instant,
  overlap = 24 * hour,
  generation = firstGeneration,
): SecretVersion[] {
  if (overlap < 0 || overlap > longestOverlap)
    throw new RangeError('an overlap of at most 7 days is expected');
  const end = new Date(Date.parse(now) + overlap).toISOString();
  const earlier = secrets
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
    .map((one) => ({ ...one, expiresAt: one.expiresAt && one.expiresAt < end ? one.expiresAt : end }));
  const version = Math.max(...secrets.map((one) => one.version)) + 1;
  return [...earlier, { version, generation, createdAt: now, expiresAt: null }];
}

/** Generations of the master secret that a subscription's live secrets derive from. */
export const liveGenerations = (secrets: readonly SecretVersion[], now: Instant): number[] => [
  ...new Set(
    secrets.filter(({ expiresAt }) => expiresAt === null || expiresAt > now).map((one) => generationOf(one)),
  ),
];

/**
 * Ends now what derives from `generation`; if that is the current secret, one of the `newest` takes its
 * place.
 */
export function withoutSecretsOf(
  generation: number,
  secrets: readonly SecretVersion[],
  newest: number,
  now: Instant,
): SecretVersion[] {
  const isLive = ({ expiresAt }: SecretVersion) => expiresAt === null || expiresAt > now;
  const left = secrets.map((one) =>
    generationOf(one) === generation && isLive(one) ? { ...one, expiresAt: now } : one,
  );
  if (left.some(({ expiresAt }) => expiresAt === null)) return left;
  const version = Math.max(...secrets.map((one) => one.version)) + 1;
  return [...left, { version, generation: newest, createdAt: now, expiresAt: null }];
}
