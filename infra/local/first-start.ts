import { DomainError } from '../../functions/core/errors.ts';
import type { Log } from '../../functions/lib/log.ts';
import type { Store } from '../../functions/store/index.ts';
import { loadSeeds } from '../../seeds/load.ts';
import { keep } from './data-directory.ts';

/** Brings the record up to the seeds, which on later starts finds nothing to do. */
export async function seed(store: Store, now: string, log: Log): Promise<void> {
  const { leftAlone, ...report } = await loadSeeds({ store, now });
  log.info('Seeds are loaded', { ...report, leftAlone: leftAlone.length });
  for (const { seed, why } of leftAlone) log.warn('A seed was left alone', { seed, why });
}

const owner = 'laptop';
const name = 'editor';

/** The key that may do everything, made on the first start and kept in a file that only its owner may read. */
export function keepEditorKey(
  store: Store,
  file: string,
  now: string,
): Promise<{ text: string; isNew: boolean }> {
  return keep(file, () => createEditorKey(store, now));
}

async function createEditorKey(store: Store, now: string): Promise<string> {
  const scopes = ['actions:write', 'instruments:write', 'subscriptions:manage'] as const;
  const key = { owner, name, scopes: [...scopes] };
  try {
    return (await store.keys.create(key, { now, by: owner })).text;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'limit-reached') throw error;
    await revokeLost(store, now);
    return (await store.keys.create(key, { now, by: owner })).text;
  }
}

/** Keys whose file is gone can never be used again by whoever keeps this directory. */
async function revokeLost(store: Store, now: string): Promise<void> {
  const keys = await store.keys.list(owner);
  for (const key of keys.filter((each) => each.name === name && each.revokedAt === null)) {
    await store.keys.revoke(key.id, { now, by: owner });
  }
}
