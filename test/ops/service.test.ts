import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '../../functions/api/api.ts';
import { loopbackAllowed } from '../../functions/core/webhook/guard/address-policy.ts';
import { createLog } from '../../functions/lib/log.ts';
import { createStore } from '../../functions/store/index.ts';
import { announceEndpoints } from '../../infra/local/aws/endpoints.ts';
import { openGateway } from '../../infra/local/aws/gateway.ts';
import { startSqs } from '../../infra/local/aws/queues.ts';
import { masterSecretIn } from '../../infra/local/data-directory.ts';
import { outputNames } from '../../infra/ops/deployment/outputs.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { storeOf, withRecord } from '../support/record-fixture.ts';
import { testMaster } from '../support/sealing.ts';
import { ops, startOps } from './cli.ts';

const now = () => '2026-11-24T00:00:00.000Z';
const log = createLog({ write: () => undefined });
let table: TestTable;
let gateway: Awaited<ReturnType<typeof openGateway>>;
let sqs: Awaited<ReturnType<typeof startSqs>>;
let dir: string;

/** The parts of a running laptop, and the file that says where they are. */
beforeAll(async () => {
  table = await freshTable({ isTold: true });
  await withRecord(table);
  gateway = await openGateway({ host: '127.0.0.1', port: 0, timeout: 10, log });
  const store = createStore({ client: table.client, table: table.name, publicUrl: gateway.url });
  gateway.serve(
    createApi({
      store,
      now,
      log,
      publicUrl: gateway.url,
      version: '0.1.0',
      queues: { deliver: async () => undefined },
      masterSecret: async () => testMaster,
      addressPolicy: loopbackAllowed(),
    }),
  );
  sqs = await startSqs();
  dir = await mkdtemp(join(tmpdir(), 'tracker-ops-'));
  await writeFile(masterSecretIn(dir), testMaster.toString('base64'), { mode: 0o600 });
  await announceEndpoints(dir, {
    url: gateway.url,
    table: table.name,
    dynamodb: table.endpoint,
    sqs: sqs.endpoint,
  });
});
afterAll(async () => {
  await gateway.stop();
  await sqs.stop();
  await rm(dir, { recursive: true });
});

const onLaptop = (...args: string[]) => ops(args, { env: { DATA_DIR: dir } });

test('status tells of every part, and of what cannot be read', async () => {
  const { code, out, err } = await onLaptop('status', '--json');
  expect(code).toBe(0);
  expect(err).toBe(`Operating on this laptop at ${gateway.url} (DATA_DIR ${dir}).\n`);
  expect(JSON.parse(out)).toMatchObject({
    head: 2,
    lag: 2,
    dueEffects: 0,
    oldestDue: null,
    firstAttempts: null,
    subscriptions: { active: 0, disabled: 0 },
    deadLetters: { fanout: 0, deliver: 0, publish: 0 },
    lastSweep: { unread: expect.stringContaining('no sweep') },
    lastChange: '2023-01-01T00:00:00.002Z urging.recorded',
    lastCheck: null,
  });
  expect((await onLaptop('status')).out).toMatch(/^head of the feed +2$/m);
});

test('a service that answers as it should passes the smoke test, and nothing is recorded by it', async () => {
  const before = await storeOf(table).record.head();
  const { code, out } = await onLaptop('smoke', '--write');
  expect(out).not.toContain('FAILED');
  expect(out.match(/^ok /gm)).toHaveLength(7);
  expect(code).toBe(0);
  expect(await storeOf(table).record.head()).toEqual(before);
  const [key] = await storeOf(table).keys.list('operator');
  expect(key?.revokedAt).toEqual(expect.any(String));
});

test('a service that does not answer fails the smoke test with what was seen', async () => {
  const { code, out } = await ops(['smoke', '--url', 'http://127.0.0.1:1']);
  expect(code).toBe(1);
  expect(out.match(/^FAILED /gm)).toHaveLength(5);
});

/** CloudFormation, as far as DescribeStacks. */
async function startCloudFormation(outputs: Record<string, string>) {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const server = createServer(async (request, response) => {
    const body = (await Array.fromAsync(request)).join('');
    const isKnown = body.includes('StackName=TreatyTracker-dev-Service');
    response.writeHead(isKnown ? 200 : 400, { 'content-type': 'text/xml' });
    response.end(
      isKnown
        ? `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>s</StackName><CreationTime>2026-11-24T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`
        : '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id TreatyTracker-prod-Service does not exist</Message></Error></ErrorResponse>',
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
}

/** The credentials that made the table, because other DynamoDBs keep one for each region and access key. */
const credentials = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

test('a stage is found by the outputs of its stack, and one that is not there is refused', async () => {
  const outputs = Object.fromEntries(
    Object.values(outputNames).map((name) => [name, `${sqs.endpoint}/000000000000/${name}`]),
  );
  const stack = { ...outputs, ApiUrl: gateway.url, TableName: table.name, Version: '0.1.0' };
  const cloudFormation = await startCloudFormation(stack);
  const env = {
    ...credentials,
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
  };
  const there = await startOps(['status', '--json', '--stage', 'dev'], { env }).ended;
  expect(there.err).toContain(
    `Operating on stage dev, version 0.1.0, at ${gateway.url} (table ${table.name}).`,
  );
  expect(JSON.parse(there.out).head).toBe(2);
  const missing = await startOps(['status', '--stage', 'prod'], { env }).ended;
  expect(missing).toMatchObject({ code: 1, out: '' });
  expect(missing.err).toBe(
    'There is no stack TreatyTracker-prod-Service in us-east-1: deploy it, or set AWS_REGION or AWS_PROFILE.\n',
  );
  cloudFormation.stop();
});
