import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import { createAwsKeeper } from '../../infra/ops/secrets/secret-keeper.ts';

const { config } = new SQSClient({
  region: 'eu-central-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
});

type Call = { action: string; SecretString?: string; ClientRequestToken?: string };

let close = () => undefined as unknown;
afterEach(() => close());

/** Secrets Manager's versions: a token is accepted once, unless it brings the same value again. */
async function secretsManager(versions = new Map([['v0', 'first']])) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
    const body = JSON.parse(await text(request));
    calls.push({ action, ...body });
    const [VersionId, SecretString] = [...versions].at(-1) ?? [];
    if (action === 'GetSecretValue') return response.end(JSON.stringify({ VersionId, SecretString }));
    const known = versions.get(body.ClientRequestToken);
    if (known !== undefined && known !== body.SecretString)
      return response.writeHead(400).end('{"__type":"ResourceExistsException"}');
    versions.set(body.ClientRequestToken, body.SecretString);
    return response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => {
    delete process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER;
    server.close();
  };
  return { calls, versions };
}

test('a value is replaced by a version of its own', async () => {
  const { calls, versions } = await secretsManager();
  const keeper = createAwsKeeper('arn', config);
  await keeper.replace('second', await keeper.read());
  expect(await keeper.read()).toMatchObject({ value: 'second' });
  expect(versions.size).toBe(2);
  const put = calls.find(({ action }) => action === 'PutSecretValue');
  expect(put?.ClientRequestToken).toMatch(/^[0-9a-f]{64}$/);
});

test('a value that somebody else has replaced meanwhile is left alone', async () => {
  const { versions } = await secretsManager();
  const keeper = createAwsKeeper('arn', config);
  const before = await keeper.read();
  versions.set('v1', 'theirs');
  await expect(keeper.replace('ours', before)).rejects.toThrow('Somebody else is changing the master secret');
  expect([...versions.values()]).toEqual(['first', 'theirs']);
});

test('of two who replace the same value at once only one does', async () => {
  const { versions } = await secretsManager();
  const keeper = createAwsKeeper('arn', config);
  const before = await keeper.read();
  const both = await Promise.allSettled([keeper.replace('ours', before), keeper.replace('theirs', before)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(versions.size).toBe(2);
});
