import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { Day, Instant } from './calendar.ts';

export const Scope = z
  .enum(['actions:write', 'instruments:write', 'subscriptions:manage'])
  .meta({ id: 'Scope' });
export type Scope = z.infer<typeof Scope>;

/** Proves that a key was issued by the holder of the master secret: a MAC over all that the key grants. */
const Seal = z.object({ generation: z.number().int().positive(), mac: z.string() });
export type Seal = z.infer<typeof Seal>;

/** An API key as it is stored: the SHA-256 of its secret, never the secret. */
export const ApiKey = z.lazy(() =>
  z.object({
    id: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/),
    owner: z.string().min(1).max(100),
    name: z.string().max(200),
    scopes: z.array(Scope),
    secretHash: z.string(),
    createdAt: Instant,
    createdBy: z.string(),
    expiresAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
    lastUsedOn: Day.nullable(),
    /**
     * The MAC that the master secret's holder made. A key without one opens nothing, so nobody makes a key by
     * writing a row. Revoking removes it.
     */
    seal: Seal.optional(),
  }),
);
export type ApiKey = z.infer<typeof ApiKey>;

const form = /^trt_([0-9A-HJKMNP-TV-Z]{26})_([A-Za-z0-9_-]{43})$/;

/** The id and secret of a key as its holder sends it, `trt_<id>_<secret>`; null for any other form. */
export function parseKey(text: string): { id: string; secret: string } | null {
  const [, id, secret] = form.exec(text) ?? [];
  return id && secret ? { id, secret } : null;
}

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares in constant time. */
export function isSecretOf({ secretHash }: Pick<ApiKey, 'secretHash'>, secret: string): boolean {
  const [kept, given] = [Buffer.from(secretHash), Buffer.from(hashSecret(secret))];
  return kept.length === given.length && timingSafeEqual(kept, given);
}

/** Why a key no longer opens anything, or null. */
export const lapsed = ({ revokedAt, expiresAt }: ApiKey, now: Instant): 'revoked' | 'expired' | null => {
  if (revokedAt && revokedAt <= now) return 'revoked';
  return expiresAt && expiresAt <= now ? 'expired' : null;
};

type Granting = Omit<ApiKey, 'revokedAt' | 'lastUsedOn' | 'seal'>;

/** Seals a key with a generation of the master secret; `master` is its 32 bytes. */
export const sealOf = (key: Granting, generation: number, master: Uint8Array): Seal => ({
  generation,
  mac: macOf(key, master).toString('base64url'),
});

export function isSealedBy({ seal, ...key }: ApiKey, master: Uint8Array): boolean {
  const given = Buffer.from(seal?.mac ?? '', 'base64url');
  const mac = macOf(key, master);
  return given.length === mac.length && timingSafeEqual(given, mac);
}

function macOf(key: Granting, master: Uint8Array): Buffer {
  const { id, owner, name, scopes, secretHash, createdAt, createdBy, expiresAt } = key;
  const granted = JSON.stringify([id, owner, name, scopes, secretHash, createdAt, createdBy, expiresAt]);
  const sealing = hkdfSync('sha256', master, '', 'treaty-ratification-tracker/api-key', 32);
  return createHmac('sha256', Buffer.from(sealing)).update(granted).digest();
}
