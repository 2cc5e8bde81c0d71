import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSClientResolvedConfig } from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SecretSource } from './config.ts';

/** 32 bytes from which every signing key derives. */
export type MasterSecret = () => Promise<Buffer>;

/** What any client of the SDK knows: who we are, and where. */
export type Aws = Pick<SQSClientResolvedConfig, 'credentials' | 'region' | 'sha256'>;

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

const tries = 3;
const deadline = 3000;

/**
 * One signed call: the SDK's own client for it adds 14 KB to a bundle, this nothing that is not there already.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
async function getSecretValue(id: string, aws: Aws): Promise<string> {
  for (let tried = 1; ; tried++) {
    const answer = await call(id, aws).catch((error: Error) => ({ status: 0, text: error.name }));
    if (answer.status === 200) return secretString(answer.text);
    if (tried === tries || (answer.status >= 400 && answer.status < 500 && !isThrottled(answer.text)))
      throw new Error(`the master secret cannot be read: ${answer.status} ${errorName(answer.text)}`);
    await sleep(Math.random() * 100 * 2 ** tried);
  }
}

async function call(id: string, { credentials, region, sha256 }: Aws) {
  const where = await region();
  const url = new URL(endpointIn(where));
  const body = JSON.stringify({ SecretId: id });
  const signer = new SignatureV4({ service: 'secretsmanager', region: where, credentials, sha256 });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: '/',
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
    },
    body,
  });
  const { host: _, ...sent } = headers;
  const signal = AbortSignal.timeout(deadline);
  const response = await fetch(url, { method: 'POST', headers: sent, body, signal, redirect: 'error' });
  return { status: response.status, text: await response.text() };
}

const endpointIn = (region: string): string =>
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER ??
  `https://secretsmanager.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

function secretString(text: string): string {
  const { SecretString } = JSON.parse(text) as { SecretString?: unknown };
  if (typeof SecretString !== 'string') throw new Error('the master secret holds no text');
  return SecretString;
}

/** The name of an AWS error, and nothing else of an answer. */
const errorName = (text: string): string =>
  /"__type"\s*:\s*"(?:[\w.]+#)?(\w+)"/.exec(text)?.[1] ?? text.match(/^\w+$/)?.[0] ?? '';

const isThrottled = (text: string): boolean => errorName(text).includes('Throttl');
