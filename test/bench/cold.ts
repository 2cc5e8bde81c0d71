import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleInto, bundleLimits, entryOf } from '../../infra/bundling.ts';
import { createDocuments, createDynamo } from '../../infra/local/clients.ts';
import { startEngine } from '../../infra/local/engine.ts';
import { ensureTable } from '../../infra/local/table.ts';
import { interleaved, median, pairedRatio, quantile } from './measure.ts';
import { openRuntimeApi, type RuntimeApi } from './runtime-api.ts';
import { runtimeClient, runtimeClientName } from './runtime-client.ts';
import { atMost, type Row } from './table.ts';

const rounds = 17;

const event = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/v1/changes',
  rawQueryString: '',
  headers: { host: 'localhost' },
  requestContext: { domainName: 'localhost', http: { method: 'GET', path: '/v1/changes' }, requestId: '1' },
  isBase64Encoded: false,
};

/** From spawning the process to its first answer, the synthesised bundle under AWS's runtime client. */
export async function cold(): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const engine = await startEngine();
  const runtime = await openRuntimeApi();
  try {
    const raw = createDynamo(engine.endpoint);
    await ensureTable({ raw, client: createDocuments(raw) }, 'bench');
    const entries = {
      api: entryOf('api'),
      raw: fileURLToPath(new URL('./handlers/raw.ts', import.meta.url)),
      hono: fileURLToPath(new URL('./handlers/hono-dynamodb.ts', import.meta.url)),
    };
    const spawned = spawner(runtime, engine.endpoint);
    const bundled = (name: keyof typeof entries) => {
      bundleInto(join(directory, name), entries[name]);
      return () => spawned(join(directory, name));
    };
    const contenders = { api: bundled('api'), raw: bundled('raw'), hono: bundled('hono') };
    for (const spawnOnce of Object.values(contenders)) await spawnOnce();
    const took = await interleaved(contenders, rounds);
    const { size } = statSync(join(directory, 'api', 'handler.mjs'));
    return [
      {
        name: 'cold start of the API',
        ours: spread(took.api),
        beside: `hono + DynamoDB client ${spread(took.hono)}`,
        ...atMost(pairedRatio(took.api, took.hono), 1.2),
      },
      {
        name: `cold start of the API (${runtimeClientName})`,
        ours: spread(took.api),
        beside: `raw handler ${spread(took.raw)}`,
        ratio: pairedRatio(took.api, took.raw),
      },
      {
        name: 'bundle of the API',
        ours: `${size} bytes`,
        target: `≤ ${bundleLimits.api}`,
        within: size <= bundleLimits.api,
      },
    ];
  } finally {
    await runtime.stop();
    await engine.stop();
    rmSync(directory, { recursive: true });
  }
}

const spread = (took: number[]): string =>
  `${median(took).toFixed(0)} ms, p90 ${quantile(took, 0.9).toFixed(0)}`;

function spawner(runtime: RuntimeApi, endpoint: string): (directory: string) => Promise<number> {
  const args = runtimeClient();
  return async (directory) => {
    const answered = runtime.answer(event);
    const from = performance.now();
    const child = spawn(process.execPath, ['--enable-source-maps', ...args], {
      env: { ...environment(endpoint), AWS_LAMBDA_RUNTIME_API: runtime.address, LAMBDA_TASK_ROOT: directory },
      stdio: ['ignore', 'ignore', process.env.BENCH_VERBOSE ? 'inherit' : 'ignore'],
    });
    const exited = once(child, 'exit');
    const ended = exited.then(([code]) => {
      throw new Error(`the function ended with ${code}`);
    });
    const { statusCode } = JSON.parse(await Promise.race([answered, ended]));
    const took = performance.now() - from;
    ended.catch(() => undefined);
    child.kill('SIGKILL');
    await exited;
    if (statusCode !== 200) throw new Error(`the function answered ${statusCode}`);
    return took;
  };
}

const environment = (endpoint: string) => ({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
  _HANDLER: 'handler.handler',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_LOG_GROUP_NAME: 'bench',
  AWS_LAMBDA_LOG_STREAM_NAME: 'bench',
  TABLE_NAME: 'bench',
  FANOUT_QUEUE_URL: 'http://127.0.0.1:1/fanout',
  DELIVER_QUEUE_URL: 'http://127.0.0.1:1/deliver',
  PUBLIC_URL: 'http://127.0.0.1',
});
