import { open } from 'node:fs/promises';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type ApiKey, isSealedBy, type Seal, sealOf } from '../core/api-key.ts';
import { keyOf, newestOf, readGenerations } from '../core/webhook/signing/master-generations.ts';
import type { SecretSource } from './config.ts';
import { type Aws, impatient } from './queues.ts';

/** Answers the 32 bytes of one generation, from which its signing keys derive. */
export type MasterSecret = (generation: number) => Promise<Buffer>;

export type MasterSecrets = {
  of: MasterSecret;
  /** The generation that new secrets derive from; at most a minute old. */
  newest(): Promise<number>;
};

/** The master secret has no such generation: it was retired, or never existed. */
export class UnknownGeneration extends Error {
  override name = 'UnknownGeneration';

  constructor(generation: number) {
    super(`the master secret has no generation ${generation}; "ops master-secret status" tells`);
  }
}

/** Seals keys with the newest generation. */
export const sealerBy =
  ({ of, newest }: MasterSecrets) =>
  async (key: ApiKey): Promise<Seal> => {
    const generation = await newest();
    return sealOf(key, generation, await of(generation));
  };

/** Whether a key carries a valid seal of an existing generation. */
export async function isSealed(key: ApiKey, of: MasterSecret): Promise<boolean> {
  if (!key.seal) return false;
  try {
    return isSealedBy(key, await of(key.seal.generation));
  } catch (error) {
    if (error instanceof UnknownGeneration) return false;
    throw error;
  }
}

type Known = { at: number; keys: Map<number, Buffer>; newest: number };

/**
 * How long `newest` may be out of date, in milliseconds; `retire` waits longer than this after a rotation.
 */
export const newestKept = 60_000;

/** Milliseconds between searches for a generation that does not exist. */
const betweenSearches = 1_000;

/**
 * Reads the master secret on first use, once per instance, and again when asked for a generation that it did
 * not have, so that running instances notice a rotation. After a failure it reads anew.
 * @throws Error, which never holds the secret, if it cannot be read or lacks the generation
 */
export function createMasterSecret(
  source: SecretSource | undefined,
  aws: Aws,
  clock: () => number = Date.now,
): MasterSecrets {
  let kept: Promise<Known> | undefined;
  const read = (): Promise<Known> => {
    const reading = readAt(clock(), source, aws);
    kept = reading;
    reading.catch(() => {
      if (kept === reading) kept = undefined;
    });
    return reading;
  };
  const noOlderThan = async (age: number): Promise<Known> => {
    const before = kept;
    const reading = await (before ?? read());
    if (clock() - reading.at <= age) return reading;
    return kept === before || kept === undefined ? read() : kept;
  };
  const of = async (generation: number): Promise<Buffer> => {
    const key =
      (await (kept ?? read())).keys.get(generation) ??
      (await noOlderThan(betweenSearches)).keys.get(generation);
    if (key) return key;
    throw new UnknownGeneration(generation);
  };
  return { of, newest: async () => (await noOlderThan(newestKept)).newest };
}

async function readAt(at: number, source: SecretSource | undefined, aws: Aws): Promise<Known> {
  if (!source) throw new Error('MASTER_SECRET_ARN or MASTER_SECRET_FILE must be set');
  const text = 'file' in source ? await readPrivate(source.file) : await getSecretValue(source.arn, aws);
  const generations = readGenerations(text);
  const keys = new Map(generations.map(({ generation, secret }) => [generation, keyOf(secret)]));
  return { at, keys, newest: newestOf(generations).generation };
}

/** @throws Error if others may read the file */
export async function readPrivate(file: string): Promise<string> {
  const handle = await open(file);
  try {
    if (isOpenToOthers(await handle.stat())) throw new Error(`${file} is open to others: chmod 600 it`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Windows has no such modes; there a user's files are the user's own. */
export const isOpenToOthers = ({ mode }: { mode: number }): boolean =>
  process.platform !== 'win32' && (mode & 0o077) !== 0;

async function getSecretValue(id: string, aws: Aws): Promise<string> {
  const { GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
  const client = await openSecretsManager(aws);
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id })).catch(refuseUnread);
  if (SecretString === undefined) throw new Error('the master secret holds no text');
  return SecretString;
}

/** Loads the client on first use, because most instances only read the record. */
export async function openSecretsManager({ credentials, region }: Aws): Promise<SecretsManagerClient> {
  const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const place = { ...(region && { region }), ...(credentials && { credentials }) };
  return new SecretsManagerClient({ ...place, requestHandler: impatient });
}

/** Says the status and the name alone, because AWS's own words may hold more than a log should. */
function refuseUnread({ name, $metadata }: ServiceException): never {
  const status = $metadata?.httpStatusCode ?? 0;
  throw new Error(
    `the master secret cannot be read: secretsmanager.GetSecretValue failed: ${status} ${name}`,
  );
}

type ServiceException = Error & { $metadata?: { httpStatusCode?: number } };
