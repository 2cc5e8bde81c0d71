import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSqs } from '../../infra/local/aws/queues.ts';
import { startEngine } from '../../infra/local/engine/engine.ts';
import { startLaptop } from '../../infra/local/laptop.ts';
import { reach } from '../../infra/local/reach.ts';
import { hasOwnEngine } from '../support/engine/own-engine.ts';
import { captureLog } from '../support/quiet-log.ts';

async function dataDirectory(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'given-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  return dataDir;
}

/** The address of a server on loopback, for the duration of the test. */
async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.runIf(hasOwnEngine)(
  'a laptop works over a DynamoDB and an SQS that are given, starts again on them, and leaves them running',
  async () => {
    const [engine, sqs, dataDir] = [await startEngine(), await startSqs(), await dataDirectory()];
    onTestFinished(async () => {
      await engine.stop();
      await sqs.stop();
    });
    const { log } = captureLog();
    const given = { dataDir, log, dynamodbEndpoint: engine.endpoint, sqsEndpoint: sqs.endpoint };
    const feed = async (url: string) => {
      const { data, headSequence } = (await (await fetch(`${url}/v1/changes?limit=3`)).json()) as {
        data: { id: string }[];
        headSequence: number;
      };
      return [data.map(({ id }) => id), headSequence];
    };
    const first = await startLaptop(given);
    await first.stopLoading();
    const before = await feed(first.url);
    expect(before[1]).toBeGreaterThan(100);
    await first.stop();
    const second = await startLaptop(given);
    const after = await feed(second.url);
    expect(after[0]).toEqual(before[0]);
    expect(Number(after[1])).toBeGreaterThanOrEqual(Number(before[1]));
    expect([second.isFirst, second.editorKey]).toEqual([
      false,
      (await readFile(join(dataDir, 'editor-key'), 'utf8')).trim(),
    ]);
    await second.stop();
    expect((await fetch(engine.endpoint)).headers.get('x-dynoxide-version')).toBeTruthy();
  },
);

test.each([
  ['dynamodbEndpoint', 'What answers at DYNAMODB_ENDPOINT http://127.0.0.1:'],
  ['sqsEndpoint', 'What answers at SQS_ENDPOINT http://127.0.0.1:'],
] as const)('a %s where something else answers is refused in one line', async (name, line) => {
  const endpoint = await listening(
    createServer((_request, response) => response.writeHead(404).end('<html>\nNot here\n</html>')),
  );
  const starting = startLaptop({ dataDir: await dataDirectory(), [name]: endpoint });
  const refused = await starting.catch((error: Error) => error);
  expect(refused).toMatchObject({ name: 'Refusal', message: expect.stringContaining(line) });
});

test('where somebody listens and never answers, that is said in one line', async () => {
  const endpoint = await listening(createSocketServer(() => {}));
  const given = { name: 'DYNAMODB_ENDPOINT', service: 'DynamoDB', endpoint };
  await expect(reach(given, async () => 'reached', 100)).rejects.toThrow(
    `Nothing answers at DYNAMODB_ENDPOINT ${endpoint} within 0.1 s`,
  );
});

test('where the connection is cut, that is said in one line', async () => {
  const endpoint = await listening(createSocketServer((socket) => socket.destroy()));
  const given = { name: 'DYNAMODB_ENDPOINT', service: 'DynamoDB', endpoint };
  await expect(reach(given, async () => 'reached')).rejects.toThrow(
    `Nothing answers at DYNAMODB_ENDPOINT ${endpoint} (ECONNRESET)`,
  );
});
