import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from 'vitest';
import {
  keyOf,
  readGenerations,
  withGeneration,
  writeGenerations,
} from '../../functions/core/webhook/signing/master-generations.ts';
import { createMasterSecret } from '../../functions/lib/master-secret.ts';

const client = new SQSClient({
  region: 'eu-central-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' },
});
const random = 'a'.repeat(64);

afterEach(() => {
  delete process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER;
});

type Given = { status: number; body: unknown };

/** A stand-in for Secrets Manager; it answers in turn, the last answer for ever. */
async function secretsManager(...answers: Given[]) {
  const asked: { headers: IncomingMessage['headers']; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ headers: request.headers, body });
    const answer = answers[Math.min(asked.length, answers.length) - 1] as Given;
    response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { asked, close: () => server.close() };
}

test('the secret is asked of Secrets Manager once, signed with the credentials of the environment', async () => {
  const service = await secretsManager({ status: 200, body: { SecretString: random } });
  const master = createMasterSecret({ arn: 'arn:aws:secretsmanager:x' }, client.config);
  const [first, second] = await Promise.all([master.of(1), master.of(1)]);
  expect(first).toEqual(keyOf(random));
  expect(second).toBe(first);
  expect(service.asked).toHaveLength(1);
  expect(JSON.parse(service.asked[0]?.body ?? '')).toEqual({ SecretId: 'arn:aws:secretsmanager:x' });
  expect(service.asked[0]?.headers).toMatchObject({
    'x-amz-target': 'secretsmanager.GetSecretValue',
    'x-amz-security-token': 'token',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/secretsmanager\/aws4_request, SignedHeaders=[^,]*host[^,]*, Signature=[0-9a-f]{64}$/,
    ),
  });
  service.close();
});

test('a failure that passes is tried again', async () => {
  const service = await secretsManager(
    { status: 500, body: {} },
    { status: 200, body: { SecretString: random } },
  );
  expect(await createMasterSecret({ arn: 'name' }, client.config).of(1)).toHaveLength(32);
  service.close();
});

test('a refusal names the error alone, and the next call asks again', async () => {
  const service = await secretsManager(
    { status: 400, body: { __type: 'AccessDeniedException', Message: 'User arn:aws:iam::1 is not …' } },
    { status: 200, body: { SecretString: random } },
  );
  const master = createMasterSecret({ arn: 'name' }, client.config);
  await expect(master.of(1)).rejects.toThrow(
    'cannot be read: secretsmanager.GetSecretValue failed: 400 AccessDeniedException',
  );
  expect(await master.of(1)).toHaveLength(32);
  expect(service.asked).toHaveLength(2);
  service.close();
});

test('a file gives its 32 bytes, unless others may read it', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'secret-')), 'master');
  const bytes = Buffer.alloc(32, 7);
  await writeFile(file, `${bytes.toString('base64')}\n`, { mode: 0o600 });
  expect(await createMasterSecret({ file }, client.config).of(1)).toEqual(bytes);
  await chmod(file, 0o644);
  await expect(createMasterSecret({ file }, client.config).of(1)).rejects.toThrow('is open to others');
});

test('a short secret is refused, and so is none at all', async () => {
  expect(() => keyOf('hunter2')).toThrow('too short');
  await expect(createMasterSecret(undefined, client.config).of(1)).rejects.toThrow('MASTER_SECRET_ARN');
});

const second = Buffer.alloc(32, 2).toString('base64');
const rotated = writeGenerations(withGeneration(readGenerations(random), second, '2026-11-24T00:00:00.000Z'));

test('a generation that an instance has not seen is read for, once, and those it knew stay', async () => {
  const service = await secretsManager(
    { status: 200, body: { SecretString: random } },
    { status: 200, body: { SecretString: rotated } },
  );
  let now = 0;
  const master = createMasterSecret({ arn: 'name' }, client.config, () => now);
  const first = await master.of(1);
  now += 5_000;
  const keys = await Promise.all([master.of(2), master.of(2), master.of(1)]);
  expect(keys).toEqual([Buffer.alloc(32, 2), Buffer.alloc(32, 2), first]);
  expect(service.asked).toHaveLength(2);
  service.close();
});

test('a generation that is nowhere is refused, without asking for it each time', async () => {
  const service = await secretsManager({ status: 200, body: { SecretString: random } });
  let now = 0;
  const master = createMasterSecret({ arn: 'name' }, client.config, () => now);
  for (let asked = 0; asked < 5; asked += 1)
    await expect(master.of(9)).rejects.toThrow('the master secret has no generation 9');
  expect(service.asked).toHaveLength(1);
  now += 1_001;
  await expect(master.of(9)).rejects.toThrow('no generation 9');
  expect(service.asked).toHaveLength(2);
  service.close();
});

test('new secrets derive from the newest generation a minute after it was made, without a deployment', async () => {
  const service = await secretsManager(
    { status: 200, body: { SecretString: random } },
    { status: 200, body: { SecretString: rotated } },
  );
  let now = 0;
  const master = createMasterSecret({ arn: 'name' }, client.config, () => now);
  expect(await master.newest()).toBe(1);
  now += 60_000;
  expect(await master.newest()).toBe(1);
  now += 1;
  expect(await Promise.all([master.newest(), master.newest()])).toEqual([2, 2]);
  expect(service.asked).toHaveLength(2);
  service.close();
});
