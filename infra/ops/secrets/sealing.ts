import { type ApiKey, isSealedBy, lapsed, sealOf } from '../../../functions/core/api-key.ts';
import {
  type Generation,
  keyOf,
  newestOf,
} from '../../../functions/core/webhook/signing/master-generations.ts';
import type { Sealer } from '../../../functions/store/api-keys.ts';
import { everyKey } from '../../../functions/store/copy/export.ts';
import { now } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { openSecret } from './generations.ts';

const sealerOf = (generations: readonly Generation[]): Sealer => {
  const { generation, secret } = newestOf(generations);
  return async (key) => sealOf(key, generation, keyOf(secret));
};

/** Seals keys by the newest generation of a deployment's master secret. */
export const sealerFor = async (deployment: Deployment): Promise<Sealer> =>
  sealerOf((await openSecret(deployment)).generations);

const isSealed = (key: ApiKey, generations: readonly Generation[]): boolean =>
  generations.some(
    ({ generation, secret }) => generation === key.seal?.generation && isSealedBy(key, keyOf(secret)),
  );

/** Live keys without a valid seal, which open nothing: they are older than seals, or were not issued here. */
export async function unsealed(deployment: Deployment): Promise<ApiKey[]> {
  const { generations } = await openSecret(deployment);
  const found: ApiKey[] = [];
  for await (const key of everyKey(deployment.db))
    if (!lapsed(key, now()) && !isSealed(key, generations)) found.push(key);
  return found;
}

/**
 * Seals again, with the newest generation, the keys that an older one sealed, before that is retired; answers
 * how many.
 */
export async function moveSeals(
  { db, store }: Deployment,
  generations: readonly Generation[],
  from: number,
): Promise<number> {
  const seal = sealerOf(generations);
  let moved = 0;
  for await (const key of everyKey(db)) {
    if (key.seal?.generation !== from || lapsed(key, now()) || !isSealed(key, generations)) continue;
    await store.keys.seal(key, seal);
    moved += 1;
  }
  return moved;
}
