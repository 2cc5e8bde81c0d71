import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { address } from '../../../functions/api/assets.ts';
import { createApp } from '../../../functions/api/http/app.ts';
import { docsPage } from '../../../functions/api/openapi/docs.ts';
import { documentOf } from '../../../functions/api/openapi/document.ts';
import { routes } from '../../../functions/api/routes.ts';
import { clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { storeOf } from '../../support/record-fixture.ts';

const root = new URL('../../../', import.meta.url);
const json = async (path: string) => JSON.parse(await readFile(new URL(path, root), 'utf8'));

const generated = async () => {
  const { version } = await json('package.json');
  const examples = await json('functions/api/openapi/examples.json');
  return documentOf(routes, { prose: await json('functions/api/openapi/prose.json'), examples, version });
};

test('the committed document is what the routes generate (npm run openapi)', async () => {
  expect(await json('functions/api/openapi.json')).toEqual(JSON.parse(JSON.stringify(await generated())));
});

test('the served document and page are the committed ones', async () => {
  const client = clientOf(storeOf(await freshTable()));
  const document = await json('functions/api/openapi.json');
  expect((await client.get('/openapi.json')).json).toEqual(document);
  expect((await client.get('/docs')).text).toBe(docsPage(document, address));
});

test('the document and the router have the same operations', async () => {
  const { paths } = await json('functions/api/openapi.json');
  const documented = Object.entries(paths as Record<string, object>).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  const app = createApp({ store: storeOf(await freshTable()) } as never, routes);
  const routed = app.routes
    .filter(({ method }) => method !== 'OPTIONS' && method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  expect(documented.sort()).toEqual(routed.sort());
});

test('every operation and answer has its words, and there are no words of another', async () => {
  const prose = await json('functions/api/openapi/prose.json');
  const said = Object.entries<{ answers: object }>(prose).map(([id, { answers }]) => [
    id,
    Object.keys(answers),
  ]);
  const there = routes.map(({ operationId, answers }) => [operationId, Object.keys(answers)]);
  expect(said.sort()).toEqual(there.sort());
});

test('every question to the record shows a real answer', async () => {
  const examples = await json('functions/api/openapi/examples.json');
  const without = routes.filter(({ reads, operationId }) => reads && !(operationId in examples));
  expect(without.map(({ operationId }) => operationId)).toEqual([]);
});

test('the document lints clean', async () => {
  const run = promisify(execFile);
  const redocly = fileURLToPath(new URL('node_modules/@redocly/cli/bin/cli.js', root));
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const { stdout } = await run(
    process.execPath,
    [redocly, 'lint', 'functions/api/openapi.json', '--format=json', '--extends=recommended-strict'],
    { cwd: fileURLToPath(root), env },
  );
  expect(JSON.parse(stdout.slice(stdout.indexOf('{'), stdout.lastIndexOf('}') + 1)).totals).toMatchObject({
    errors: 0,
    warnings: 0,
  });
}, 60_000);
