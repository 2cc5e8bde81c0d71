import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { type Aws, callAws } from './aws-call.ts';
import type { SecretSource } from './config.ts';

/** 32 bytes from which every signing key derives. */
export type MasterSecret = () => Promise<Buffer>;

/**
 * Reads the master secret when it is first asked for, once an instance; after a failure it is asked for again.
 * @throws Error that never holds the secret, where it cannot be read
 */
export function createMasterSecret(source: SecretSource | undefined, aws: Aws): MasterSecret {
  let kept: Promise<Buffer> | undefined;
  const read = async (): Promise<Buffer> => {
    if (!source) throw new Error('MASTER_SECRET_ARN or MASTER_SECRET_FILE must be set');
    return keyOf('file' in source ? await readPrivate(source.file) : await getSecretValue(source.arn, aws));
  };
  return () => {
    kept ??= read().catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}

/** 32 bytes in base64 are taken as they are; any longer text, as Secrets Manager generates it, by its SHA-256. */
export function keyOf(text: string): Buffer {
  const trimmed = text.trim();
  if (/^[A-Za-z0-9+/]{43}=$/.test(trimmed)) return Buffer.from(trimmed, 'base64');
  if (trimmed.length < 43) throw new Error('the master secret is too short: 32 random bytes are needed');
  return createHash('sha256').update(trimmed).digest();
}

async function readPrivate(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { mode } = await handle.stat();
    if (mode & 0o077) throw new Error(`${file} is open to others: chmod 600 it`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
async function getSecretValue(id: string, aws: Aws): Promise<string> {
  const endpoint = endpointIn(await aws.region());
  const text = await callAws(aws, {
    service: 'secretsmanager',
    target: 'secretsmanager.GetSecretValue',
    protocol: 'json-1.1',
    endpoint,
    body: { SecretId: id },
  }).catch((error: Error) => {
    throw new Error(`the master secret cannot be read: ${error.message}`);
  });
  return secretString(text);
}

const endpointIn = (region: string): string =>
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER ??
  process.env.AWS_ENDPOINT_URL ??
  `https://secretsmanager.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

function secretString(text: string): string {
  const { SecretString } = JSON.parse(text) as { SecretString?: unknown };
  if (typeof SecretString !== 'string') throw new Error('the master secret holds no text');
  return SecretString;
}
