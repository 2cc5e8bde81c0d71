import { DomainError } from '../../../core/errors.ts';
import { firstGeneration } from '../../../core/webhook/signing/master-generations.ts';
import { deriveKeys, type SigningKeys, signingVersions } from '../../../core/webhook/signing/signature.ts';
import { generationOf, type SecretVersion, type Subscription } from '../../../core/webhook/subscription.ts';
import { confirmToken, isConfirmToken } from '../../../core/webhook/verification.ts';
import type { ApiDeps } from '../../deps.ts';

/** The generation of the master secret from which a new secret derives. */
export const newestGeneration = async ({ newestGeneration }: ApiDeps): Promise<number> =>
  (await newestGeneration?.()) ?? firstGeneration;

/** Derives the secret's keys each time, because none is stored. */
export const keysOfSecret = async (
  { masterSecret }: ApiDeps,
  id: string,
  secret: SecretVersion,
): Promise<SigningKeys> => deriveKeys(await masterSecret(generationOf(secret)), id, secret.version);

/** The current secret: the one without an end. */
export function currentSecret({ secrets }: Pick<Subscription, 'secrets'>): SecretVersion {
  const newest = secrets.toSorted((a, b) => a.version - b.version).at(-1);
  if (!newest) throw new RangeError('a subscription has at least one secret');
  return newest;
}

/**
 * The secret told in the answer to the subscription's making, so that a repeated request gets the same
 * answer. A later secret was told to whoever rotated it.
 * @throws DomainError `conflict` if that secret has ended
 */
export function secretTold(
  { id, secrets }: Pick<Subscription, 'id' | 'secrets'>,
  now: string,
): SecretVersion {
  const told = signingVersions(secrets, now).find(({ version }) => version === 1);
  if (told) return told;
  throw new DomainError(
    'conflict',
    `This request made ${id}, whose secret was rotated since and is no longer shown; GET /v1/subscriptions/${id} shows its versions.`,
  );
}

export const newConfirmToken = async (
  { masterSecret }: ApiDeps,
  subscription: Subscription,
): Promise<string> =>
  confirmToken(await masterSecret(generationOf(currentSecret(subscription))), subscription);

/**
 * Whether a confirmation link is valid. It stays valid after a rotation for as long as the old secret does.
 */
export async function confirms(
  { masterSecret, now }: ApiDeps,
  subscription: Subscription,
  token: string,
): Promise<boolean> {
  const generations = new Set(signingVersions(subscription.secrets, now()).map(generationOf));
  const masters = await Promise.all([...generations].map((generation) => masterSecret(generation)));
  return masters.some((master) => isConfirmToken(token, master, subscription));
}
