import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, bundleInto, bytesAtStart, entryFileOf, startLimits } from '../../infra/bundle/bundling.ts';
import { createDocuments, createLocalDynamo } from '../../infra/local/aws/clients.ts';
import { ensureTable } from '../../infra/local/aws/table.ts';
import { startEngine } from '../../infra/local/engine/engine.ts';
import { newDirectory } from './running/ending.ts';
import { interleaved, median, pairedRatio, quantile } from './running/measure.ts';
import { openRuntimeApi, type RuntimeApi } from './running/runtime-api.ts';
import { runtimeClient, runtimeClientName } from './running/runtime-client.ts';
import { atMost, type Row } from './running/table.ts';
import { overTls } from './running/tls.ts';

const rounds = 17;

const event = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/v1/changes',
  rawQueryString: '',
  headers: { host: 'localhost' },
  requestContext: {
    domainName: 'localhost',
    http: { method: 'GET', path: '/v1/changes', sourceIp: '203.0.113.1' },
    requestId: '1',
  },
  isBase64Encoded: false,
};

/** Times the synthesised bundle under AWS's runtime client, from spawning the process to its first answer. */
export async function cold(): Promise<Row[]> {
  const { path: directory, remove } = newDirectory();
  const engine = await startEngine();
  const tls = await overTls(engine.endpoint, directory);
  const runtime = await openRuntimeApi();
  try {
    const raw = createLocalDynamo(engine.endpoint);
    await ensureTable({ raw, client: createDocuments(raw) }, 'bench');
    const entries = {
      api: entryFileOf('api'),
      raw: fileURLToPath(new URL('./handlers/raw.ts', import.meta.url)),
      hono: fileURLToPath(new URL('./handlers/hono-dynamodb.ts', import.meta.url)),
    };
    for (const [name, entry] of Object.entries(entries)) bundleInto(join(directory, name), entry);
    const encrypted = spawner(runtime, tls);
    const plain = spawner(runtime, { endpoint: engine.endpoint });
    const contenders = {
      api: () => encrypted(join(directory, 'api')),
      hono: () => encrypted(join(directory, 'hono')),
      raw: () => encrypted(join(directory, 'raw')),
      plainApi: () => plain(join(directory, 'api')),
      plainHono: () => plain(join(directory, 'hono')),
    };
    for (const spawnOnce of Object.values(contenders)) await spawnOnce();
    const took = await interleaved(contenders, rounds);
    const size = bytesAtStart(bundle(entries.api));
    return [
      {
        name: 'cold start of the API',
        ours: spread(took.api),
        beside: `hono + DynamoDB client ${spread(took.hono)}`,
        ...atMost(pairedRatio(took.api, took.hono), 1.35),
      },
      {
        name: 'cold start of the API, database without TLS',
        ours: spread(took.plainApi),
        beside: `hono + DynamoDB client ${spread(took.plainHono)}`,
        ratio: pairedRatio(took.plainApi, took.plainHono),
      },
      {
        name: `cold start of the API (${runtimeClientName})`,
        ours: spread(took.api),
        beside: `raw handler ${spread(took.raw)}`,
        ratio: pairedRatio(took.api, took.raw),
      },
      {
        name: 'code that the API starts with',
        ours: `${size} bytes`,
        target: `≤ ${startLimits.api}`,
        within: size <= startLimits.api,
      },
    ];
  } finally {
    await runtime.stop();
    tls.stop();
    await engine.stop();
    remove();
  }
}

const spread = (took: number[]): string =>
  `${median(took).toFixed(0)} ms, p90 ${quantile(took, 0.9).toFixed(0)}`;

type Endpoint = { endpoint: string; authority?: string };

function spawner(runtime: RuntimeApi, database: Endpoint): (directory: string) => Promise<number> {
  const args = runtimeClient();
  return async (directory) => {
    const answered = runtime.answer(event);
    const from = performance.now();
    const child = spawn(process.execPath, ['--enable-source-maps', ...args], {
      env: { ...environment(database), AWS_LAMBDA_RUNTIME_API: runtime.address, LAMBDA_TASK_ROOT: directory },
      stdio: [
        'ignore',
        process.env.BENCH_VERBOSE ? 'inherit' : 'ignore',
        process.env.BENCH_VERBOSE ? 'inherit' : 'ignore',
      ],
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

const environment = ({ endpoint, authority }: Endpoint) => ({
  ...(authority && { NODE_EXTRA_CA_CERTS: authority }),
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
