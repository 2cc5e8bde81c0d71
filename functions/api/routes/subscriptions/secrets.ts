import { DomainError } from '../../../core/errors.ts';
import { firstGeneration } from '../../../core/webhook/signing/master-generations.ts';
import { deriveKeys, type SigningKeys, signingVersions } from '../../../core/webhook/signing/signature.ts';
import { generationOf, type SecretVersion, type Subscription } from '../../../core/webhook/subscription.ts';
import { confirmToken, isConfirmToken } from '../../../core/webhook/verification.ts';
import type { ApiDeps } from '../../deps.ts';

/** The generation of the master secret that a secret made now derives from. */
export const newestGeneration = async ({ newestGeneration }: ApiDeps): Promise<number> =>
  (await newestGeneration?.()) ?? firstGeneration;

/** Derives the secret each time: none is kept. */
export const keysOfSecret = async (
  { masterSecret }: ApiDeps,
  id: string,
  secret: SecretVersion,
): Promise<SigningKeys> => deriveKeys(await masterSecret(generationOf(secret)), id, secret.version);

/** The secret that has no end. */
export function currentSecret({ secrets }: Pick<Subscription, 'secrets'>): SecretVersion {
  const newest = secrets.toSorted((a, b) => a.version - b.version).at(-1);
  if (!newest) throw new RangeError('a subscription has at least one secret');
  return newest;
}

/**
 * The secret that the answer to its making has told, which a repetition of the request tells again: a later one is told
 * to whoever rotated it.
 * @throws DomainError `conflict` where that one signs no more
 */
export function secretTold(
  { id, secrets }: Pick<Subscription, 'id' | 'secrets'>,
  now: string,
): SecretVersion {
  const told = signingVersions(secrets, now).find(({ version }) => version === 1);
  if (told) return told;
  throw new DomainError(
    'conflict',
    `${id} was made by this request, and has had another secret since; GET /v1/subscriptions/${id} shows it.`,
  );
}

export const newConfirmToken = async (
  { masterSecret }: ApiDeps,
  subscription: Subscription,
): Promise<string> =>
  confirmToken(await masterSecret(generationOf(currentSecret(subscription))), subscription);

/** Whether a link confirms it. It outlives a rotation of the secret for as long as the secret before does. */
export async function confirms(
  { masterSecret, now }: ApiDeps,
  subscription: Subscription,
  token: string,
): Promise<boolean> {
  const generations = new Set(signingVersions(subscription.secrets, now()).map(generationOf));
  const masters = await Promise.all([...generations].map((generation) => masterSecret(generation)));
  return masters.some((master) => isConfirmToken(token, master, subscription));
}
