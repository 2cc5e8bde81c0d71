import { type ApiKey, isSecretOf, lapsed, parseKey, type Scope } from '../core/api-key.ts';
import { DomainError } from '../core/errors.ts';
import { createLimiter, type Limit } from '../lib/http/sharing/limiter.ts';
import { isSealed } from '../lib/master-secret.ts';
import { type Access, type ApiDeps, keyNeeded } from './deps.ts';
import { owedTo } from './routes/subscriptions/feed.ts';

/** Of one key; each instance counts. */
export const writeLimit: Limit = { perSecond: 20, burst: 100 };
export const readLimit: Limit = { perSecond: 50, burst: 300 };

/** Makes the access by keys for one instance. */
export function accessTo(deps: ApiDeps): Access {
  const limit = createLimiter(deps.writeLimit ?? writeLimit, 'writes');
  const limitReads = createLimiter(deps.readLimit ?? readLimit, 'reads by one key');
  const admit: Access['admit'] = (authorization, scope, now) => admitted(authorization, scope, deps, now);
  const admitToRead: Access['admit'] = async (authorization, scope, now) => {
    const key = await admit(authorization, scope, now);
    limitReads(key.id, now);
    return key;
  };
  return {
    admit,
    limit: ({ id }, now) => limit(id, now),
    limitReads: ({ id }, now) => limitReads(id, now),
    owed: (asking, subscription, after) =>
      owedTo({ ...asking, deps, admit: admitToRead }, subscription, after),
  };
}

/**
 * The key that a request carries, if it may do what the route asks.
 * @throws DomainError `unauthenticated` or `forbidden`
 */
async function admitted(
  authorization: string | undefined,
  scope: Scope,
  deps: ApiDeps,
  now: string,
): Promise<ApiKey> {
  if (!authorization) throw keyNeeded();
  const { store, log } = deps;
  const held = heldIn(bearerOf(authorization));
  const key = await store.keys.get(held.id);
  if (!key || !isSecretOf(key, held.secret)) throw invalid('The key is unknown or damaged.');
  const why = lapsed(key, now);
  if (why) throw invalid(`The key is ${why}.`);
  await requireSeal(deps, key);
  if (!key.scopes.includes(scope))
    throw new DomainError('forbidden', `The key lacks the scope ${scope}.`, { scope });
  await store.keys
    .markUsed(key, now)
    .catch((error: unknown) => log.warn('key use not noted', { key: key.id, error }));
  return key;
}

function bearerOf(authorization: string): string {
  const [, token] = /^Bearer\s+(\S+)$/i.exec(authorization.trim()) ?? [];
  if (token !== undefined) return token;
  throw invalid(
    'The header must be Authorization: Bearer trt_…, the word Bearer and a space before the key.',
  );
}

/**
 * Reads the token, and says what is wrong with one in quotes or brackets, given twice, or left unexpanded by
 * the shell.
 */
function heldIn(token: string): NonNullable<ReturnType<typeof parseKey>> {
  const held = parseKey(token);
  if (held) return held;
  const [bare = ''] = /trt_[\w-]+/.exec(token) ?? [];
  if (parseKey(bare))
    throw invalid(
      'The key stands alone after Bearer: leave out quotes, brackets and whatever else is around it.',
    );
  throw invalid('What follows Bearer is no key: one begins with trt_ and has 74 characters. Copy it whole.');
}

/**
 * Refuses a key without a valid seal, so that nobody makes a key by writing a row.
 * @throws DomainError `unavailable` if the master secret cannot be read
 */
async function requireSeal({ masterSecret, log }: ApiDeps, key: ApiKey): Promise<void> {
  const sealed = await isSealed(key, masterSecret).catch((error: unknown) => {
    log.error('the master secret cannot be read', { error });
    throw new DomainError(
      'unavailable',
      'The service cannot check keys at the moment; its log tells the operator why.',
    );
  });
  if (sealed) return;
  log.warn('a key without a valid seal was refused', { key: key.id, owner: key.owner });
  throw invalid('The key has no valid seal of this service; its operator gives it one: ops keys seal.');
}

const invalid = (detail: string): DomainError =>
  new DomainError('unauthenticated', detail, { error: 'invalid_token' });
