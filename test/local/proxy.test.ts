import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { callOwnAddressesDirectly } from '../../infra/local/own-addresses.ts';
import { startOps } from '../ops/cli.ts';
import { hasOwnEngine } from '../support/engine/own-engine.ts';
import { aLoadedDirectory } from '../support/laptop/loaded.ts';
import { startedInProcesses } from '../support/laptop/started.ts';

const { at, start } = startedInProcesses(aLoadedDirectory);

/** A proxy for everything where nobody listens, so a proxied request never returns. */
const proxied = {
  NODE_USE_ENV_PROXY: '1',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
};

test.runIf(hasOwnEngine)(
  'behind a proxy a tracker calls its own parts, and its operator it, directly',
  async () => {
    const { url } = await start(proxied);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    for (const args of [['status'], ['smoke', '--write']]) {
      const { code, err } = await startOps(args, { env: { ...proxied, DATA_DIR: at.dataDir } }).ended;
      expect(err).toContain(`Operating on this laptop at ${url}`);
      expect(code).toBe(0);
    }
  },
);

test.runIf(hasOwnEngine)(
  'so does the demonstration, where other addresses are called directly already',
  async () => {
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    const demo = join(import.meta.dirname, '../../infra/local/demo/demo.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [demo], {
      env: { PATH, NODE_COMPILE_CACHE, ...proxied, no_proxy: 'example.org' },
    });
    expect(stdout).toContain('the scratch database is deleted');
  },
);

test.each([
  [{}, { NO_PROXY: 'localhost,127.0.0.1,[::1]' }],
  [{ NO_PROXY: 'example.org' }, { NO_PROXY: 'example.org,localhost,127.0.0.1,[::1]' }],
  [
    { no_proxy: 'example.org', NO_PROXY: 'unread' },
    { no_proxy: 'example.org,localhost,127.0.0.1,[::1]', NO_PROXY: 'unread' },
  ],
])('what goes past a proxy already stays so: %o', (env, expected) => {
  callOwnAddressesDirectly(env);
  expect(env).toEqual(expected);
});
