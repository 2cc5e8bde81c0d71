import { createHmac, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from 'node:crypto';
import { type Instant, instantMs } from '../../instant.ts';

/** What is signed, as Standard Webhooks 1.0.0 has it: id, Unix seconds and the bytes of the body, joined by dots. */
export type SignedContent = { id: string; timestamp: number; body: string };

/** Keys of one version of a subscription's secret. */
export type SigningKeys = { secret: Buffer; privateKey: KeyObject };

/** One version of a subscription's secret; `expiresAt` is null for the current one. */
export type Version = { version: number; expiresAt: Instant | null };

const infoPrefix = 'treaty-ratification-tracker/webhook';
/** Bytes of the master secret, and of each key that derives from it. */
export const masterLength = 32;

/**
 * Both keys of a version without a seal, derived (RFC 5869) from the 32-byte master secret, so that none is ever
 * stored.
 */
export function deriveKeys(master: Uint8Array, subscription: string, version: number): SigningKeys {
  if (master.length !== masterLength)
    throw new RangeError(`a master secret of ${masterLength} bytes is needed`);
  return keysFrom((scheme) =>
    Buffer.from(
      hkdfSync('sha256', master, '', `${infoPrefix}/${scheme}/${subscription}/${version}`, masterLength),
    ),
  );
}

/** Both keys, from 32 bytes for each way to sign. */
export const keysFrom = (derive: (scheme: 'v1' | 'v1a') => Buffer): SigningKeys => ({
  secret: derive('v1'),
  privateKey: ed25519Key(derive('v1a')),
});

/** PKCS #8 of an ed25519 key up to its seed (RFC 8410). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const rawKeyLength = 32;

export const ed25519Key = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });

/** `whsec_<base64>`: shown once, when made. */
export const secretText = ({ secret }: SigningKeys): string => `whsec_${secret.toString('base64')}`;

/** `whpk_<base64 of the 32 raw bytes>`. */
export function publicKeyText({ privateKey }: SigningKeys): string {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return `whpk_${spki.subarray(-rawKeyLength).toString('base64')}`;
}

const signedContent = ({ id, timestamp, body }: SignedContent): string => `${id}.${timestamp}.${body}`;

export const signV1 = (message: SignedContent, secret: Uint8Array): string =>
  `v1,${createHmac('sha256', secret).update(signedContent(message)).digest('base64')}`;

export const signV1a = (message: SignedContent, privateKey: KeyObject): string =>
  `v1a,${sign(null, Buffer.from(signedContent(message)), privateKey).toString('base64')}`;

/** Versions that sign at `now`, the newest first: the current one, and those before it until they expire. */
export const signingVersions = <V extends Version>(versions: readonly V[], now: Instant): V[] =>
  versions
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
    .toSorted((a, b) => b.version - a.version);

/**
 * The three headers of Standard Webhooks, made when sending: every key signs both ways, `v1` first.
 * The id must have no dot, since dots separate what is signed.
 */
export function signatureHeaders(
  message: { id: string; body: string },
  keys: readonly SigningKeys[],
  now: Instant,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  if (message.id.includes('.')) throw new RangeError('a webhook-id has no dot');
  const signed = { ...message, timestamp: Math.floor(instantMs(now) / 1000) };
  const signatures = [
    ...keys.map(({ secret }) => signV1(signed, secret)),
    ...keys.map(({ privateKey }) => signV1a(signed, privateKey)),
  ];
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(signed.timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
