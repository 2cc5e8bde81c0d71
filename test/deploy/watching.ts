import { equal, ok } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { statusPage } from '../support/depositary/status-page.ts';
import type { Outputs } from './deploying/cdk.ts';
import { type Client, createClient } from './deploying/client.ts';
import { callAsynchronously, configurationOf } from './functions.ts';
import { until } from './steps.ts';
import type { World } from './world.ts';

/** An instrument whose place in the day is the first second, so that the second round need not wait a day. */
const instrument = 'trial-8303';
const page = statusPage({ chapter: 'XXVII' });

/**
 * Milliseconds longer than a round of one document, which asks its host once in 5 seconds; an earlier round
 * would find the turn taken.
 */
const aRound = 20_000;

/**
 * A depositary publishes a page on loopback; the deployed watch fetches, keeps and reads it, and proposes
 * what it shows.
 */
export async function watchDepositary(world: World, { ApiUrl = '', DocumentsBucket = '' }: Outputs) {
  const { steps, ops } = world;
  await using depositary = await startDepositary();
  const client = createClient(ApiUrl);
  await steps.step('an instrument is added whose document a depositary on loopback publishes', async () => {
    const words = ops.wordsOf('keys create');
    const key = (await ops.type([...words, '--scope', 'instruments:write'])).trim();
    await addInstrument(createClient(ApiUrl, key), depositary.url);
    equal((await watched(client)).status, 'waiting');
  });
  const watch = await configurationOf(world, 'Each hour');
  await steps.step('the watch fetches the page, reads it and proposes what it shows', async (say) => {
    const read = await until('a reading', 260, async () => {
      await callAsynchronously(world, watch.FunctionName);
      await new Promise((resolve) => setTimeout(resolve, aRound));
      const now = await watched(client);
      if (now.failure) throw new Error(now.failure.why);
      return now.status === 'read' ? now : null;
    });
    equal(read.statusAsAt, '2026-02-03');
    const { json } = await client.get(`/v1/proposals?instrument=${instrument}`);
    ok(json.data.some(({ participant }: { participant: string }) => participant === 'Türkiye'));
    ok(depositary.agents.every((agent) => /^TreatyRatificationTracker\/\S+ \(\+mailto:/.test(agent)));
    say(`${json.data.length} proposals from ${depositary.agents.length} requests`);
  });
  await steps.step('the page is kept in the bucket as it was served', async () =>
    equal(await keptIn(world, DocumentsBucket), page),
  );
  await steps.step('ops watch status shows the same', async () =>
    ok((await ops.type(['watch', 'status', '--stage', 'dev'])).includes(`${instrument}  `)),
  );
}

const watched = async (client: Client) => {
  const { json, text } = await client.get('/v1/watch?limit=200');
  const found = json.data?.find((one: { instrument: string }) => one.instrument === instrument);
  if (!found) throw new Error(`/v1/watch has not ${instrument}: ${text.slice(0, 300)}`);
  return found;
};

/** Adds an instrument like another on record, under a number of its own. */
async function addInstrument(client: Client, url: string): Promise<void> {
  const { json } = await client.get('/v1/instruments/iccpr-op1');
  const { id: _, version: __, recordedAt: ___, recordedBy: ____, ...like } = json;
  const { status, text } = await client.put(`/v1/instruments/${instrument}`, {
    ...like,
    references: [{ scheme: 'untc', value: 'XXVII-5' }],
    document: { url: `${url}/XXVII-5`, kind: 'untc-page', everyDays: 1 },
  });
  equal(status, 201, text);
}

async function keptIn({ stack }: World, bucket: string): Promise<string> {
  const { AWS_REGION: region = '' } = stack.env;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new S3Client({ endpoint: stack.endpoint, region, credentials, forcePathStyle: true });
  const Key = `documents/${createHash('sha256').update(page).digest('hex')}`;
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return (await Body?.transformToString()) ?? '';
}

async function startDepositary() {
  const agents: string[] = [];
  const server = createServer((request, response) => {
    agents.push(request.headers['user-agent'] ?? '');
    if (request.url === '/XXVII-5') response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    agents,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
