import { type ApiKey, isSecretOf, lapsed, parseKey, type Scope } from '../core/api-key.ts';
import { DomainError } from '../core/errors.ts';
import type { ApiDeps } from './deps.ts';

/**
 * The key that a request carries, provided that it may do what the route asks.
 * @throws DomainError `unauthenticated` or `forbidden`
 */
export async function admit(
  authorization: string | undefined,
  scope: Scope,
  { store, log }: ApiDeps,
  now: string,
): Promise<ApiKey> {
  if (!authorization)
    throw new DomainError('unauthenticated', 'A key is needed: Authorization: Bearer trt_….');
  const held = parseKey(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
  const key = held && (await store.keys.get(held.id));
  if (!held || !key || !isSecretOf(key, held.secret)) throw invalid('The key is unknown or damaged.');
  const why = lapsed(key, now);
  if (why) throw invalid(`The key is ${why}.`);
  if (!key.scopes.includes(scope))
    throw new DomainError('forbidden', `The key has not the scope ${scope}.`, { scope });
  await store.keys
    .markUsed(key, now)
    .catch((error: unknown) => log.warn('key use not noted', { key: key.id, error }));
  return key;
}

const invalid = (detail: string): DomainError =>
  new DomainError('unauthenticated', detail, { error: 'invalid_token' });
