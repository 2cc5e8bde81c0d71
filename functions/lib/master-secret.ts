import { open } from 'node:fs/promises';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type ApiKey, isSealedBy, type Seal, sealOf } from '../core/api-key.ts';
import { keyOf, newestOf, readGenerations } from '../core/webhook/signing/master-generations.ts';
import type { SecretSource } from './config.ts';
import { type Aws, impatient } from './queues.ts';

/** The 32 bytes of one generation, from which the signing keys derive that were made under it. */
export type MasterSecret = (generation: number) => Promise<Buffer>;

export type MasterSecrets = {
  of: MasterSecret;
  /** The generation that new secrets derive from, as of a minute ago at most. */
  newest(): Promise<number>;
};

/** The master secret has no such generation: it was retired, or never was. */
export class UnknownGeneration extends Error {
  override name = 'UnknownGeneration';

  constructor(generation: number) {
    super(`the master secret has no generation ${generation}; "ops master-secret status" tells`);
  }
}

/** Seals keys by the newest generation. */
export const sealerBy =
  ({ of, newest }: MasterSecrets) =>
  async (key: ApiKey): Promise<Seal> => {
    const generation = await newest();
    return sealOf(key, generation, await of(generation));
  };

/** Whether a key carries the seal of a generation that there is. */
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

/** How long `newest` may be out of date; `retire` waits longer than this after a rotation. */
export const newestKept = 60_000;

/** A generation that does not exist is not looked for more often than this. */
const betweenSearches = 1_000;

/**
 * Reads the master secret when it is first asked for, once an instance, and again where a generation is asked for that
 * it did not have: so a rotation reaches running instances without a deployment. After a failure it is read anew.
 * @throws Error that never holds the secret, where it cannot be read or lacks the generation
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

/** @throws Error where others may read the file */
export async function readPrivate(file: string): Promise<string> {
  const handle = await open(file);
  try {
    if (isOpenToOthers(await handle.stat())) throw new Error(`${file} is open to others: chmod 600 it`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Windows has no such modes: there every file of a user's is that user's. */
export const isOpenToOthers = ({ mode }: { mode: number }): boolean =>
  process.platform !== 'win32' && (mode & 0o077) !== 0;

async function getSecretValue(id: string, aws: Aws): Promise<string> {
  const { GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
  const client = await openSecretsManager(aws);
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id })).catch(refuseUnread);
  if (SecretString === undefined) throw new Error('the master secret holds no text');
  return SecretString;
}

/** Loaded when a secret is first asked for: most instances only read the record. */
export async function openSecretsManager({ credentials, region }: Aws): Promise<SecretsManagerClient> {
  const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const place = { ...(region && { region }), ...(credentials && { credentials }) };
  return new SecretsManagerClient({ ...place, requestHandler: impatient });
}

/** By status and name alone: AWS's own words may hold more than a log should. */
function refuseUnread({ name, $metadata }: ServiceException): never {
  const status = $metadata?.httpStatusCode ?? 0;
  throw new Error(
    `the master secret cannot be read: secretsmanager.GetSecretValue failed: ${status} ${name}`,
  );
}

type ServiceException = Error & { $metadata?: { httpStatusCode?: number } };
