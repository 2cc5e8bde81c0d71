import * as z from 'zod';
import { Instant } from '../../calendar.ts';
import { firstGeneration } from './master-generations.ts';

const version = z.number().int().positive();

const generation = z
  .number()
  .int()
  .positive()
  .optional()
  .describe("Of the service's master secret, from which it derives; the first, where absent.");

/** Null for the current version. */
const expiresAt = Instant.nullable();

/** A version of a secret as its owner sees it. */
export const ShownVersion = z.lazy(() => z.object({ version, generation, createdAt: Instant, expiresAt }));
export type ShownVersion = z.infer<typeof ShownVersion>;

/**
 * What makes a version the secret of one owner's subscription alone. `salt` is 16 random bytes and `mac` proves that the
 * holder of the master secret chose them, both in base64url.
 */
const SecretSeal = z.object({
  generation: z.number().int().positive(),
  createdAt: Instant,
  salt: z.string(),
  mac: z.string(),
});
export type SecretSeal = z.infer<typeof SecretSeal>;

const SealedVersion = z.object({ version, expiresAt, seal: SecretSeal });
export type SealedVersion = z.infer<typeof SealedVersion>;

/**
 * A version of the secret as it is stored; its keys are derived. One that is older than seals signs on until it is
 * rotated. Versions of this service that know no seals cannot read a sealed one, so they never write it back without
 * its seal.
 */
export const SecretVersion = z.lazy(() => z.union([SealedVersion, ShownVersion.unwrap()]));
export type SecretVersion = z.infer<typeof SecretVersion>;

export const isSealedVersion = (secret: SecretVersion): secret is SealedVersion => 'seal' in secret;

export const shownVersion = (secret: SecretVersion): ShownVersion => {
  if (!isSealedVersion(secret)) return secret;
  const { version, expiresAt, seal } = secret;
  return { version, generation: seal.generation, createdAt: seal.createdAt, expiresAt };
};

/** The generation of the master secret that a version derives from. */
export const generationOf = (secret: SecretVersion): number =>
  shownVersion(secret).generation ?? firstGeneration;

/** Makes a version of one subscription's secret, current from `now` on. */
export type Issue = (version: number, now: Instant) => SecretVersion;

/** Whether a version still signs. */
export const isLive =
  (now: Instant) =>
  ({ expiresAt }: Pick<SecretVersion, 'expiresAt'>): boolean =>
    expiresAt === null || expiresAt > now;

const nextVersion = (secrets: readonly SecretVersion[]): number =>
  Math.max(...secrets.map((one) => one.version)) + 1;

const hour = 3_600_000;
const longestOverlap = 7 * 24 * hour;

/**
 * Adds a version. Earlier ones still sign for `overlap` ms (a day by default, at most seven), and no longer than they
 * would have.
 */
export function rotated(
  secrets: readonly SecretVersion[],
  issue: Issue,
  now: Instant,
  overlap = 24 * hour,
): SecretVersion[] {
  if (overlap < 0 || overlap > longestOverlap)
    throw new RangeError('an overlap of at most 7 days is expected');
  const end = new Date(Date.parse(now) + overlap).toISOString();
  const earlier = secrets
    .filter(isLive(now))
    .map((one) => ({ ...one, expiresAt: one.expiresAt && one.expiresAt < end ? one.expiresAt : end }));
  return [...earlier, issue(nextVersion(secrets), now)];
}

/** Generations of the master secret that a subscription's live secrets derive from. */
export const liveGenerations = (secrets: readonly SecretVersion[], now: Instant): number[] => [
  ...new Set(secrets.filter(isLive(now)).map(generationOf)),
];

/** Ends now what derives from `generation`; if that is the current secret, another takes its place. */
export function withoutSecretsOf(
  generation: number,
  secrets: readonly SecretVersion[],
  issue: Issue,
  now: Instant,
): SecretVersion[] {
  const left = secrets.map((one) =>
    generationOf(one) === generation && isLive(now)(one) ? { ...one, expiresAt: now } : one,
  );
  if (left.some(({ expiresAt }) => expiresAt === null)) return left;
  return [...left, issue(nextVersion(secrets), now)];
}
