import { createHash } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
} from '@aws-sdk/client-secrets-manager';
import { openSecretsManager, readPrivate } from '../../../functions/lib/master-secret.ts';
import type { Aws } from '../../../functions/lib/queues.ts';
import { Refusal } from '../../local/refusal.ts';

/** A secret's value, and the revision that tells it from others. */
export type KeptSecret = { value: string; revision: string };

/** Where a deployment's master secret is kept. */
export type SecretKeeper = {
  label: string;
  read(): Promise<KeptSecret>;
  /** Replaces the value. @throws Refusal if somebody else has replaced it meanwhile */
  replace(value: string, before: KeptSecret): Promise<void>;
};

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const refuseRace = (label: string): never => {
  throw new Refusal(`Somebody else is changing ${label} at this moment: check its status, then try again.`);
};

/** Keeps the secret in a laptop's file of mode 0600, which always holds one value or the other. */
export function createFileKeeper(file: string): SecretKeeper {
  const read = async (): Promise<KeptSecret> => {
    const value = await readPrivate(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      throw new Refusal(`There is no master secret at ${file}: npm start makes one.`);
    });
    return { value, revision: digest(value) };
  };
  const replace = async (value: string, before: KeptSecret): Promise<void> => {
    const next = `${file}.next`;
    await writeFile(next, `${value}\n`, { mode: 0o600, flush: true });
    try {
      if ((await read()).revision !== before.revision) refuseRace(file);
      await rename(next, file);
    } finally {
      await rm(next, { force: true });
    }
  };
  return { label: file, read, replace };
}

/**
 * Keeps the secret in Secrets Manager, where the replaced value stays as AWSPREVIOUS until the next
 * replacement.
 */
export function createAwsKeeper(arn: string, aws: Aws): SecretKeeper {
  const read = async (): Promise<KeptSecret> => {
    const client = await openSecretsManager(aws);
    const { SecretString: value = '', VersionId: revision = '' } = await client.send(
      new GetSecretValueCommand({ SecretId: arn }),
    );
    return { value, revision };
  };
  const replace = async (value: string, before: KeptSecret): Promise<void> => {
    if ((await read()).revision !== before.revision) refuseRace('the master secret');
    const version = { SecretId: arn, SecretString: value, ClientRequestToken: tokenAfter(before) };
    const client = await openSecretsManager(aws);
    await client.send(new PutSecretValueCommand(version)).catch((error: Error) => {
      if (error instanceof ResourceExistsException) refuseRace('the master secret');
      throw error;
    });
  };
  return { label: arn, read, replace };
}

/**
 * A token that two people who replace the same value within a minute share, so that AWS refuses the second.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
const tokenAfter = ({ revision }: KeptSecret): string =>
  digest(`${revision} ${Math.floor(Date.now() / 60_000)}`);
