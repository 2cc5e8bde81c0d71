import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError, run, start, stop } from '../command.ts';
import { until } from '../steps.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const requirements = fileURLToPath(new URL('../requirements.txt', import.meta.url));
const preload = new URL('resolve-localhost.ts', import.meta.url).href;
const region = 'us-east-1';

/** Makes a Python environment with MiniStack, once, under `.venv/`; answers the program's path. */
export async function installMiniStack(): Promise<string> {
  const venv = join(root, '.venv/ministack-1.4.21');
  const complete = join(venv, '.complete');
  const program = join(venv, 'bin/ministack');
  if (
    await access(complete).then(
      () => true,
      () => false,
    )
  )
    return program;
  const { env } = process;
  await rm(venv, { recursive: true, force: true });
  await mkdir(dirname(venv), { recursive: true });
  await run('python3', ['-m', 'venv', venv], { env }).catch((error) => refuse(error));
  await run(join(venv, 'bin/pip'), ['install', '--quiet', '--requirement', requirements], { env });
  await writeFile(complete, '');
  return program;
}

function refuse(error: NodeJS.ErrnoException): never {
  if (error.code !== 'ENOENT' && !(error instanceof CommandError)) throw error;
  throw new CommandError(
    'test:deploy needs Python 3.10 or later with venv and pip: install python3, python3-venv and python3-pip.',
  );
}

export type MiniStack = { endpoint: string; env: NodeJS.ProcessEnv; log(): string; stop(): Promise<void> };

/** Starts it on loopback; `env` makes other programs take it for AWS. */
export async function startMiniStack(program: string, directory: string): Promise<MiniStack> {
  const port = await freePort();
  const endpoint = `http://localhost:${port}`;
  const env = environment(endpoint, directory);
  const lines: string[] = [];
  const child = start(program, [], {
    cwd: directory,
    env: { ...env, BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port), TMPDIR: directory },
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => lines.push(String(chunk)) > 2000 && lines.shift());
  await until('MiniStack answers', 60, () => {
    if (child.exitCode !== null) throw new Error(`MiniStack ended: ${lines.join('')}`);
    return fetch(`${endpoint}/_ministack/health`).catch(() => null);
  });
  return { endpoint, env, log: () => lines.join(''), stop: () => stop(child) };
}

/**
 * An environment without the caller's AWS settings. Functions run with the first `node` on the path: this
 * one.
 */
function environment(endpoint: string, directory: string): NodeJS.ProcessEnv {
  const { PATH = '', HOME, LANG } = process.env;
  return {
    PATH: [dirname(process.execPath), PATH].join(delimiter),
    HOME,
    LANG,
    CI: 'true',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(directory, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'no-credentials'),
    CDK_HOME: join(directory, 'cdk-home'),
    CDK_DISABLE_CLI_TELEMETRY: '1',
    NODE_OPTIONS: `--import ${preload}`,
  };
}

function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer().once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
}
