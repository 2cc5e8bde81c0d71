import { hkdfSync, timingSafeEqual } from 'node:crypto';
import { type Issue, isSealedVersion, type SecretSeal, type SecretVersion } from './secret-version.ts';
import { deriveKeys, keysFrom, masterLength, type SigningKeys } from './signature.ts';

/** The subscription that a secret signs for, and who owns it. */
export type Signer = { id: string; owner: string };

/** A generation of the master secret with its 32 bytes, and a salt that was never used before. */
export type Material = { generation: number; master: Uint8Array; salt: string };

/** A secret's seal does not fit its subscription, owner or number: the item was written by somebody else. */
export class DamagedSeal extends Error {
  override name = 'DamagedSeal';

  constructor({ id, owner }: Signer, { version }: Pick<SecretVersion, 'version'>) {
    super(
      `the seal of secret ${version} does not fit the subscription ${id} of ${JSON.stringify(owner)}: ` +
        'something other than this service wrote its item',
    );
  }
}

/** Issues secrets that nobody but this owner, for this subscription, is told, each sealed by the master secret. */
export const issuerOf =
  (signer: Signer, { generation, master, salt }: Material): Issue =>
  (version, createdAt) => {
    const seal = { generation, createdAt, salt };
    const mac = derived(master, 'seal', signer, { version, seal }).toString('base64url');
    return { version, expiresAt: null, seal: { ...seal, mac } };
  };

/**
 * The keys of one version, by the 32 bytes of its generation.
 * @throws DamagedSeal
 */
export function signingKeys(master: Uint8Array, signer: Signer, secret: SecretVersion): SigningKeys {
  if (!isSealedVersion(secret)) return deriveKeys(master, signer.id, secret.version);
  if (!fits(master, signer, secret)) throw new DamagedSeal(signer, secret);
  return keysFrom((scheme) => derived(master, scheme, signer, secret));
}

/** Whether a secret's seal, if it has one, is this subscription's. */
export const fits = (master: Uint8Array, signer: Signer, secret: SecretVersion): boolean =>
  !isSealedVersion(secret) || isSame(secret.seal.mac, derived(master, 'seal', signer, secret));

type Bound = { version: number; seal: Pick<SecretSeal, 'createdAt' | 'salt'> };

/** One of the values that are derived (RFC 5869) for a version; all it is bound to is in the info, unambiguously. */
function derived(
  master: Uint8Array,
  part: 'v1' | 'v1a' | 'seal',
  { id, owner }: Signer,
  { version, seal: { createdAt, salt } }: Bound,
): Buffer {
  const info = JSON.stringify(['treaty-ratification-tracker', part, owner, id, version, createdAt, salt]);
  return Buffer.from(hkdfSync('sha256', master, '', info, masterLength));
}

/** Compares in constant time. */
function isSame(mac: string, expected: Buffer): boolean {
  const given = Buffer.from(mac, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
