import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { loopbackAllowed } from '../../../functions/core/webhook/guard/address-policy.ts';
import type { Store } from '../../../functions/store/index.ts';
import { createFetch } from '../../../functions/watch/fetching.ts';
import { keepInFolder } from '../../../functions/watch/keeping-in-folder.ts';
import { createWatch } from '../../../functions/watch/watch.ts';
import { aProtocol, everybody, withProtocol } from '../../support/depositary/observing.ts';
import { statusPage } from '../../support/depositary/status-page.ts';
import { freshTable, type TestTable } from '../../support/engine/table.ts';
import { captureLog } from '../../support/quiet-log.ts';
import { aDepositary, serves } from '../../watch/depositary.ts';
import { startOps } from '../cli.ts';

const listed = everybody.slice(0, 80);
const rows = listed.map(({ name }) => ({ participant: name, cells: ['', '4 Oct\t 2007 a'] }));
const page = statusPage({ rows });
const contact = 'desk@example.org';

/** A round in a process of its own, as an operator begins it on this machine. */
const beginRound = ({ name, endpoint }: TestTable, dataDir: string) =>
  startOps(
    [
      ...['watch', 'run', '--contact', contact, '--table', name],
      ...['--dynamodb-endpoint', endpoint, '--url', 'http://127.0.0.1:1'],
    ],
    { env: { DATA_DIR: dataDir } },
  );

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await isSo()); waited += 1) {
    if (waited > 3000) throw new Error(`${what}: not within a minute`);
    await sleep(20);
  }
}

async function aRecord(url: string) {
  const table = await freshTable({ isTold: true });
  const store = await withProtocol(table);
  const document = { url: `${url}/IV-5`, kind: 'untc-page' as const, everyDays: 1 };
  const writing = { now: () => '2018-01-02T00:00:00.000Z', by: 'fixture', ifVersion: 1 };
  await store.cataloguing.putInstrument('lists', aProtocol('IV-5', { document }), writing);
  return { table, store, dataDir: await mkdtemp(join(tmpdir(), 'killed-')) };
}

const openedOf = async (store: Store): Promise<string[]> => {
  const { sequence } = await store.record.head();
  const feed = await Array.fromAsync(store.changes.list(0, sequence));
  expect(feed.map((change) => change.sequence)).toEqual(feed.map((_, at) => at + 1));
  return feed.filter(({ type }) => type === 'proposal.opened').map(({ facts }) => String(facts.state));
};

/** The next round, four minutes later, when a killed holder's turn has run out. */
function nextRound(store: Store, documents: string) {
  const agent = `test (+mailto:${contact})`;
  return createWatch({
    store,
    agent,
    fetch: createFetch({ policy: loopbackAllowed(), agent }),
    keep: keepInFolder(documents),
    now: () => new Date(Date.now() + 4 * 60_000).toISOString(),
    log: captureLog().log,
    recordPlain: false,
    pause: 1,
  })({ now: true });
}

async function expectAllOnce(store: Store): Promise<void> {
  expect(await store.proposals.open()).toHaveLength(listed.length);
  expect((await openedOf(store)).sort()).toEqual(listed.map(({ code }) => code).sort());
  expect(await store.readingsAfter({ instrument: 'lists', after: '', most: 9 })).toHaveLength(1);
}

test('a process that was killed while it proposed loses nothing and doubles nothing', async () => {
  const depositary = await aDepositary();
  depositary.answers.set('/IV-5', serves(page));
  const { table, store, dataDir } = await aRecord(depositary.url);
  const round = beginRound(table, dataDir);
  await until('the first proposals', async () => (await store.record.head()).sequence > 1);
  round.child.kill('SIGKILL');
  expect((await round.ended).code).not.toBe(0);
  await store.proposals.open();
  expect(await store.looks.list()).toEqual([]);
  expect(await nextRound(store, dataDir)).toMatchObject({ read: 1, failed: 0 });
  await expectAllOnce(store);
}, 60_000);

test('a process that was killed while a document came leaves none of it, and the next round reads it', async () => {
  const depositary = await aDepositary();
  depositary.answers.set('/IV-5', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).write(page.slice(0, 2000));
  });
  const { table, store, dataDir } = await aRecord(depositary.url);
  const round = beginRound(table, dataDir);
  await until('the request', async () => depositary.asked.some(({ path }) => path === '/IV-5'));
  round.child.kill('SIGKILL');
  await round.ended;
  expect(await openedOf(store)).toEqual([]);
  expect(await readdir(dataDir, { recursive: true })).toEqual([]);
  depositary.answers.set('/IV-5', serves(page));
  expect(await nextRound(store, dataDir)).toMatchObject({ read: 1, failed: 0 });
  await expectAllOnce(store);
}, 60_000);
