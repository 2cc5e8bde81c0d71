import { randomBytes } from 'node:crypto';
import { DomainError } from '../../../core/errors.ts';
import { firstGeneration } from '../../../core/webhook/signing/master-generations.ts';
import { issuerOf, type Signer, signingKeys } from '../../../core/webhook/signing/sealed-keys.ts';
import {
  generationOf,
  type Issue,
  isSealedVersion,
  type SecretVersion,
} from '../../../core/webhook/signing/secret-version.ts';
import { type SigningKeys, signingVersions } from '../../../core/webhook/signing/signature.ts';
import type { Subscription } from '../../../core/webhook/subscription.ts';
import { confirmToken, isConfirmToken } from '../../../core/webhook/verification.ts';
import type { ApiDeps } from '../../deps.ts';

/** Issues secrets of the newest generation of the master secret. */
export async function issuerFor({ masterSecret, newestGeneration }: ApiDeps, signer: Signer): Promise<Issue> {
  const generation = (await newestGeneration?.()) ?? firstGeneration;
  const salt = randomBytes(16).toString('base64url');
  return issuerOf(signer, { generation, master: await masterSecret(generation), salt });
}

/** Derives the secret's keys each time, because none is stored. @throws DamagedSeal */
export const keysOfSecret = async (
  { masterSecret }: ApiDeps,
  { id, owner }: Signer,
  secret: SecretVersion,
): Promise<SigningKeys> => signingKeys(await masterSecret(generationOf(secret)), { id, owner }, secret);

/** The current secret: the one without an end. */
export function currentSecret({ secrets }: Pick<Subscription, 'secrets'>): SecretVersion {
  const newest = secrets.toSorted((a, b) => a.version - b.version).at(-1);
  if (!newest) throw new RangeError('a subscription has at least one secret');
  return newest;
}

/**
 * The secret told in the answer to the subscription's making, so that a repeated request gets the same
 * answer. A later secret was told to whoever rotated it. One without a seal is told to nobody, because nothing proves
 * whose it is.
 * @throws DomainError `conflict` if that secret has ended, or has no seal
 */
export function secretTold(
  { id, secrets }: Pick<Subscription, 'id' | 'secrets'>,
  now: string,
): SecretVersion {
  const told = signingVersions(secrets, now).find(({ version }) => version === 1);
  if (told && isSealedVersion(told)) return told;
  const why = told
    ? `whose secret is older than this version of the service and is no longer shown; POST /v1/subscriptions/${id}/secret/rotate makes another.`
    : `whose secret was rotated since and is no longer shown; GET /v1/subscriptions/${id} shows its versions.`;
  throw new DomainError('conflict', `This request made ${id}, ${why}`);
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
