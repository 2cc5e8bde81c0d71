import { randomBytes } from 'node:crypto';
import { ApiKey, hashSecret, lapsed, type Scope, type Seal } from '../core/api-key.ts';
import { dayOf } from '../core/calendar.ts';
import { DomainError } from '../core/errors.ts';
import { bodyIn, type Db, getBody, queryItems } from './db.ts';
import { putIf, unlessRefused, updateItem } from './writes.ts';

const itemKey = (id: string) => ({ pk: `KEY#${id}`, sk: 'META' });

export type NewKey = { owner: string; name: string; scopes: Scope[]; expiresAt?: string | null };
type By = { now: string; by: string };

/** Makes the seal of what a key grants, with the master secret. */
export type Sealer = (key: ApiKey) => Promise<Seal>;

/** Two live keys, so that a holder can start using the new one before the old one is revoked. */
const liveKeys = 2;

export function createApiKeys(db: Db, newId: () => string) {
  const get = (id: string) => getBody(db, itemKey(id), ApiKey);

  const list = async (owner: string): Promise<ApiKey[]> => {
    const items = queryItems(db, {
      IndexName: 'byOwner',
      KeyConditionExpression: '#owner = :owner and begins_with(pk, :key)',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': owner, ':key': 'KEY#' },
    });
    const keys: ApiKey[] = [];
    for await (const item of items) keys.push(bodyIn(item, ApiKey));
    return keys;
  };

  /**
   * Creates a key. Its secret is in `text` and nowhere else. An owner has at most two live keys of one name.
   * @throws DomainError `limit-reached`
   */
  const create = async (
    { owner, name, scopes, expiresAt = null }: NewKey,
    { now, by, seal }: By & { seal: Sealer },
  ) => {
    const [id, secret] = [newId(), randomBytes(32).toString('base64url')];
    const unsealed = ApiKey.parse({
      id,
      owner,
      name,
      scopes,
      secretHash: hashSecret(secret),
      createdAt: now,
      createdBy: by,
      expiresAt,
      revokedAt: null,
      lastUsedOn: null,
    });
    const live = (await list(owner)).filter((each) => each.name === name && !lapsed(each, now));
    if (live.length >= liveKeys)
      throw new DomainError(
        'limit-reached',
        `${owner} has ${live.length} live keys named ${name}; revoke one first.`,
      );
    const key = { ...unsealed, seal: await seal(unsealed) };
    const isOurs = await putIf(
      db,
      { ...itemKey(id), owner, body: key },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
    if (!isOurs) throw new Error(`there is a key ${id} already`);
    return { key, text: `trt_${id}_${secret}` };
  };

  type Settable = 'revokedAt' | 'lastUsedOn' | 'seal';

  const set = async (id: string, member: Settable, value: string | Seal, remove = ''): Promise<void> => {
    const update = updateItem(db, itemKey(id), {
      UpdateExpression: `set body.#member = :value ${remove}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#member': member },
      ExpressionAttributeValues: { ':value': value },
    });
    await unlessRefused(update, () => {
      throw new DomainError('not-found', `There is no key ${id}.`);
    });
  };

  return {
    get,
    list,
    create,
    /** Removes the seal too, because deleting the note of the revocation must not open the key again. */
    revoke: (id: string, { now }: By) => set(id, 'revokedAt', now, 'remove body.seal'),
    /** Seals a key already on record. Only call it for a key that is known to have been issued. */
    seal: async (key: ApiKey, seal: Sealer): Promise<void> => set(key.id, 'seal', await seal(key)),
    /** Notes the day alone, so that a busy key costs one write a day. */
    markUsed: (key: ApiKey, now: string): Promise<void> =>
      key.lastUsedOn === dayOf(now) ? Promise.resolve() : set(key.id, 'lastUsedOn', dayOf(now)),
  };
}
