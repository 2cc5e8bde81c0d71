import { type ApiKey, isSecretOf, parseKey } from '../../functions/core/api-key.ts';
import { DomainError } from '../../functions/core/errors.ts';
import type { Clock } from '../../functions/core/instant.ts';
import type { Log } from '../../functions/lib/log.ts';
import { isSealed, type MasterSecrets, sealerBy } from '../../functions/lib/master-secret.ts';
import type { Store } from '../../functions/store/index.ts';
import { digestOfSeeds } from '../../seeds/digest.ts';
import { type LoadReport, loadSeeds } from '../../seeds/load.ts';
import { type Kept, keep } from './data-directory.ts';
import { Refusal } from './refusal.ts';

export type Seeding = {
  /** How far the load has come, or null once it has ended. */
  loading: () => { done: number; of: number } | null;
  /** Ends the load after the transaction under way; the next start goes on from there. */
  stop: () => Promise<void>;
};

/**
 * Brings the record up to the seeds, unless just these were loaded before. Returns as soon as it holds all of the States
 * upon which documents call; the others follow meanwhile.
 */
export async function seed(store: Store, now: Clock, log: Log): Promise<Seeding> {
  const digest = await digestOfSeeds();
  if ((await store.seeded.digest()) === digest) {
    log.info('Seeds were loaded before');
    return { loading: () => null, stop: async () => {} };
  }
  const ending = new AbortController();
  const urged = Promise.withResolvers<void>();
  let at: ReturnType<Seeding['loading']> = { done: 0, of: 0 };
  const tell = createTelling(log);
  const progress = (done: number, of: number) => {
    at = { done, of };
    tell(at);
  };
  const load = loadSeeds({ store, now, progress, onUrged: urged.resolve, signal: ending.signal });
  const whole = load.then(async (report) => {
    await store.seeded.keep(digest);
    tellOf(report, log);
  });
  await Promise.race([urged.promise, whole]);
  const ended = whole
    .catch((error: unknown) => {
      if (!ending.signal.aborted) log.error('Not all seeds could be loaded', { error });
    })
    .finally(() => {
      at = null;
    });
  const stop = async () => {
    ending.abort();
    await ended;
  };
  return { loading: () => at, stop };
}

function tellOf({ leftAlone, ...report }: LoadReport, log: Log): void {
  log.info('Seeds are loaded', { ...report, leftAlone: leftAlone.length });
  for (const { seed, why } of leftAlone) log.warn('A seed was left alone', { seed, why });
}

/** Tells how far a load has come each fifth of it. */
function createTelling(log: Log): (at: { done: number; of: number }) => void {
  let told = 0;
  return ({ done, of }) => {
    const fifth = Math.floor((5 * done) / Math.max(of, 1));
    if (fifth > told && fifth < 5) log.info('Seeds are being loaded', { done, of });
    told = fifth;
  };
}

const owner = 'laptop';
const name = 'editor';

type Keeping = { store: Store; file: string; now: string; secrets: MasterSecrets };

/**
 * The key that may do everything, made on the first start and kept in a file that only its owner may read. Throws a
 * Refusal for a text that is no key of this record; one that was revoked is left to whoever revoked it.
 */
export async function keepEditorKey({ store, file, now, secrets }: Keeping): Promise<Kept> {
  const seal = sealerBy(secrets);
  const kept = await keep(file, () => createEditorKey(store, { now, by: owner, seal }));
  if (kept.isNew) return kept;
  const key = await known(store, kept.text);
  if (!key) throw new Refusal((await isEmpty(store)) ? emptied(file) : damaged(file));
  if (key.revokedAt === null && !(await isSealed(key, secrets.of))) await store.keys.seal(key, seal);
  return kept;
}

const isEmpty = async (store: Store): Promise<boolean> => (await store.record.head()).revision === 0;

const emptied = (file: string): string =>
  `The database is empty, and ${file} is of one that was not: put that database back, from a copy or with ops import, ` +
  'or choose another DATA_DIR to begin anew';

const damaged = (file: string): string =>
  `${file} is damaged: it holds no key of this record; delete it to be given a new key, or put back the one that it held`;

async function known(store: Store, text: string): Promise<ApiKey | undefined> {
  const parsed = parseKey(text);
  const key = parsed && (await store.keys.get(parsed.id));
  return key && key.owner === owner && isSecretOf(key, parsed.secret) ? key : undefined;
}

type Issuing = Parameters<Store['keys']['create']>[1];

async function createEditorKey(store: Store, issuing: Issuing): Promise<string> {
  const scopes = ['actions:write', 'instruments:write', 'subscriptions:manage'] as const;
  const key = { owner, name, scopes: [...scopes] };
  try {
    return (await store.keys.create(key, issuing)).text;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'limit-reached') throw error;
    await revokeLost(store, issuing.now);
    return (await store.keys.create(key, issuing)).text;
  }
}

/** Keys whose file is gone can never be used again by whoever keeps this directory. */
async function revokeLost(store: Store, now: string): Promise<void> {
  const keys = await store.keys.list(owner);
  for (const key of keys.filter((each) => each.name === name && each.revokedAt === null)) {
    await store.keys.revoke(key.id, { now, by: owner });
  }
}
