import { type ApiKey, isSecretOf, parseKey } from '../../functions/core/api-key.ts';
import { DomainError } from '../../functions/core/errors.ts';
import { isSealed, type MasterSecrets, sealerBy } from '../../functions/lib/master-secret.ts';
import type { Store } from '../../functions/store/index.ts';
import { type KeptText, keep } from './data-directory.ts';
import { Refusal } from './refusal.ts';

const owner = 'laptop';
const name = 'editor';

type Keeping = {
  store: Store;
  file: string;
  now: string;
  secrets: MasterSecrets;
  warn: (message: string) => void;
};

/**
 * The all-scope key, made on the first start and kept in a file that only its owner may read. A revoked one
 * is left alone. Only a new key is sealed, because whoever can write to the table could make a revoked one
 * look live. @throws Refusal for a text that is no key of this record
 */
export async function keepEditorKey({ store, file, now, secrets, warn }: Keeping): Promise<KeptText> {
  const seal = sealerBy(secrets);
  const kept = await keep(file, () => createEditorKey(store, { now, by: owner, seal }));
  if (kept.isNew) return kept;
  const key = await known(store, kept.text);
  if (!key) throw new Refusal((await isEmpty(store)) ? emptied(file) : damaged(file));
  if (key.revokedAt === null && !(await isSealed(key, secrets.of))) warn(withoutSeal(file, key));
  return kept;
}

const withoutSeal = (file: string, { id }: ApiKey): string =>
  `The key in ${file} opens nothing, as this master secret has not sealed it: delete the file to be given a new key at ` +
  `the next start, or seal this one, if you know that nobody revoked it, with npm run ops -- keys seal ${id}`;

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

/** Revokes keys whose file is gone, because nobody with this directory can use them again. */
async function revokeLost(store: Store, now: string): Promise<void> {
  const keys = await store.keys.list(owner);
  for (const key of keys.filter((each) => each.name === name && each.revokedAt === null)) {
    await store.keys.revoke(key.id, { now, by: owner });
  }
}
