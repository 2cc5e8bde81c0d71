import { keyOf } from '../../functions/core/webhook/signing/master-generations.ts';
import type { Issue } from '../../functions/core/webhook/signing/secret-version.ts';
import { type MasterSecrets, readPrivate, sealerBy } from '../../functions/lib/master-secret.ts';
import type { Sealer } from '../../functions/store/api-keys.ts';

export const testMaster = Buffer.alloc(32, 7);

/** A single generation, for tests that are not about generations. */
export const secretsOf = (master: Buffer): MasterSecrets => ({
  of: async () => master,
  newest: async () => 1,
});

export const seal = sealerBy(secretsOf(testMaster));

/** Seals as a laptop that never rotated its secret. */
export const sealedByFile =
  (file: string): Sealer =>
  async (key) =>
    sealerBy(secretsOf(keyOf(await readPrivate(file))))(key);

/** Makes secrets as before there were seals, for tests whose receivers know them beforehand. */
export const unsealed: Issue = (version, createdAt) => ({ version, createdAt, expiresAt: null });
