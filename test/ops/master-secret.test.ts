import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import {
  keyOf,
  readGenerations,
  withGeneration,
  writeGenerations,
} from '../../functions/core/webhook/signing/master-generations.ts';
import { issuerOf, signingKeys } from '../../functions/core/webhook/signing/sealed-keys.ts';
import { generationOf, isSealedVersion } from '../../functions/core/webhook/signing/secret-version.ts';
import { secretText, signingVersions } from '../../functions/core/webhook/signing/signature.ts';
import { subscriptionFrom } from '../../functions/core/webhook/subscribing.ts';
import { createMasterSecret, isSealed, sealerBy } from '../../functions/lib/master-secret.ts';
import type { Store } from '../../functions/store/index.ts';
import { shardOf } from '../../functions/store/webhook/subscription-item.ts';
import { fakeAws } from '../../infra/local/aws/clients.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { storeOf } from '../support/record-fixture.ts';
import { secretsOf, unsealed } from '../support/sealing.ts';
import { at, ops } from './cli.ts';

const masterOf = (generation: number): Buffer => Buffer.alloc(32, generation);
const first = masterOf(1).toString('base64');
const longAgo = '2026-01-01T00:00:00.000Z';
const twoGenerations = (createdAt = longAgo): string =>
  writeGenerations(withGeneration(readGenerations(first), masterOf(2).toString('base64'), createdAt));

let dir: string;
let file: string;
let table: TestTable;
let store: Store;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracker-master-'));
  file = join(dir, 'master-secret');
  await writeFile(file, `${first}\n`, { mode: 0o600 });
  table = await freshTable({ isTold: true });
  store = storeOf(table);
  return () => rm(dir, { recursive: true });
});

const run = (...args: string[]) =>
  ops(['master-secret', ...args, ...at(table)], { env: { MASTER_SECRET_FILE: file } });

const generationsIn = async () => readGenerations(await readFile(file, 'utf8'));

async function subscribe(owner: string, generation?: number): Promise<string> {
  const id = store.newId('sub');
  const made = {
    id,
    owner,
    shard: shardOf(id),
    challengeHash: 'x',
    now: longAgo,
    issue: generation
      ? issuerOf({ id, owner }, { generation, master: masterOf(generation), salt: 'x' })
      : unsealed,
  };
  const contact = `${owner}@example.org`;
  const url = `https://hooks.${owner}.example.net/in`;
  await store.subscriptions.add(subscriptionFrom({ url, filter: {}, contact }, made), 100);
  return id;
}

/** The secrets that sign for a subscription, as functions derive them from this file. */
async function signing(id: string): Promise<string[]> {
  const master = createMasterSecret({ file }, {
    ...fakeAws,
    region: async () => fakeAws.region,
  } as never);
  const subscription = await store.subscriptions.get(id);
  if (!subscription) throw new Error(`no subscription ${id}`);
  const live = signingVersions(subscription.secrets, new Date().toISOString());
  return Promise.all(
    live.map(async (one) => secretText(signingKeys(await master.of(generationOf(one)), subscription, one))),
  );
}

test('a rotation adds a generation, once a day unless forced, and every secret signs on as before', async () => {
  const id = await subscribe('desk');
  const before = await signing(id);
  expect((await run('rotate', '--dry-run')).out).toBe('Would add generation 2; nothing was written.\n');
  expect(await readFile(file, 'utf8')).toBe(`${first}\n`);
  const rotated = await run('rotate');
  expect(rotated).toMatchObject({ code: 0, out: expect.stringContaining('Added generation 2') });
  const generations = await generationsIn();
  expect(generations.map(({ generation }) => generation)).toEqual([1, 2]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const repeated = await run('rotate', '--json');
  expect(JSON.parse(repeated.out)).toEqual({ newest: 2, added: null });
  expect(await generationsIn()).toEqual(generations);
  expect(JSON.parse((await run('rotate', '--force', '--json')).out)).toEqual({ newest: 3, added: 3 });
  expect(await signing(id)).toEqual(before);
  for (const { secret } of await generationsIn()) expect(rotated.out + rotated.err).not.toContain(secret);
});

test('status tells who signs with which generation, and nothing secret', async () => {
  await writeFile(file, twoGenerations());
  await subscribe('desk');
  await subscribe('desk', 1);
  const young = await subscribe('ngo', 2);
  const { out } = await run('status');
  expect(out).toMatch(/^1 +kept +at the beginning +2 +desk 2$/m);
  expect(out).toMatch(/^2 +newest +2026-01-01T00:00:00.000Z +1 +ngo 1$/m);
  expect(out).not.toContain(first);
  const listed = JSON.parse((await run('status', '--json')).out);
  expect(listed[1].signers).toEqual([{ id: young, owner: 'ngo', contact: 'ngo@example.org' }]);
}, 120_000);

test('status names a subscription whose seal does not fit, and no other', async () => {
  await writeFile(file, twoGenerations());
  const [moved, kept] = [await subscribe('desk', 2), await subscribe('desk', 2)];
  await store.subscriptions.update(moved, (one) => ({ ...one, owner: 'thief' }));
  const { out, err } = await run('status');
  expect(out).toMatch(/^2 +newest .* +2 +desk 1, thief 1$/m);
  expect(err).toContain(`${moved} of thief is damaged: its secret's seal does not fit it`);
  expect(err).not.toContain(kept);
  const [, { damaged }] = JSON.parse((await run('status', '--json')).out);
  expect(damaged).toEqual([{ id: moved, owner: 'thief', contact: 'desk@example.org' }]);
}, 120_000);

test('a generation is not retired while anything signs with it, and it says whose', async () => {
  await writeFile(file, twoGenerations());
  await subscribe('desk');
  await subscribe('ngo');
  const { code, out, err } = await run('retire', '1');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('Generation 1 still signs for 2 subscriptions (desk 1, ngo 1)');
  expect(await generationsIn()).toHaveLength(2);
}, 120_000);

test('an overlap that has not ended holds a generation, and once it has the generation goes', async () => {
  await writeFile(file, twoGenerations());
  const id = await subscribe('desk');
  const rotate = (expiresAt: string) =>
    store.subscriptions.update(id, (one) => ({
      ...one,
      secrets: [
        { version: 1, createdAt: longAgo, expiresAt },
        { version: 2, generation: 2, createdAt: longAgo, expiresAt: null },
      ],
    }));
  await rotate('2999-01-01T00:00:00.000Z');
  expect((await run('retire', '1')).code).toBe(1);
  await rotate('2026-01-02T00:00:00.000Z');
  expect((await run('retire', '1', '--dry-run')).out).toContain('Would retire generation 1');
  expect(await generationsIn()).toHaveLength(2);
  expect((await run('retire', '1')).out).toContain('Retired generation 1;');
  expect((await generationsIn()).map(({ generation }) => generation)).toEqual([2]);
  expect((await run('retire', '1')).out).toContain('is retired already');
});

test('after a compromise, force gives every subscription a secret of the newest generation at once', async () => {
  await writeFile(file, twoGenerations());
  const [old, young] = [await subscribe('desk'), await subscribe('ngo', 2)];
  const untouched = await store.subscriptions.get(young);
  expect((await run('retire', '1', '--force')).code).toBe(1);
  expect(await generationsIn()).toHaveLength(2);
  const { code, out } = await run('retire', '1', '--force', '--yes');
  expect({ code, out }).toEqual({
    code: 0,
    out: 'Retired generation 1; another secret was given to 1 subscription.\n',
  });
  const after = await store.subscriptions.get(old);
  expect(after?.secrets.map((one) => [one.version, generationOf(one), one.expiresAt === null])).toEqual([
    [1, 1, false],
    [2, 2, true],
  ]);
  expect(after?.secrets.map(isSealedVersion)).toEqual([false, true]);
  expect(await signing(old)).toHaveLength(1);
  expect(await store.subscriptions.get(young)).toEqual(untouched);
});

test('a subscription whose generation is gone, as after a restore, is shown and can be helped', async () => {
  await writeFile(file, twoGenerations());
  await run('retire', '1');
  const id = await subscribe('desk', 1);
  expect((await run('status')).out).toMatch(/^1 +missing .* +1 +desk 1$/m);
  expect((await run('retire', '1')).err).toContain('still signs for 1');
  expect((await run('retire', '1', '--force', '--yes')).code).toBe(0);
  expect(await signing(id)).toHaveLength(1);
});

test('a retirement waits until every running instance knows the newest generation', async () => {
  await writeFile(file, twoGenerations(new Date().toISOString()));
  expect((await run('retire', '1')).err).toMatch(/knows the newest generation yet; try again in \d+ s/);
  expect(await generationsIn()).toHaveLength(2);
}, 120_000);

test.each([
  ['the newest', ['retire', '2'], 1, 'is the newest: rotate first'],
  ['one that never was', ['retire', '7'], 1, 'There is no generation 7; the newest is 2'],
  ['no number', ['retire', 'all'], 2, 'is not the number of a generation'],
])('%s is refused in one line', async (_what, args, code, words) => {
  await writeFile(file, twoGenerations());
  const said = await run(...args);
  expect(said).toMatchObject({ code, out: '' });
  expect(said.err).toContain(words);
  expect(await generationsIn()).toHaveLength(2);
});

test.each([
  ['sealed anew when it is retired', [], true],
  ['left without a seal that opens anything, after a compromise', ['--force', '--yes'], false],
])('what a generation has sealed is %s', async (_what, flags, opens) => {
  const sealing = sealerBy(secretsOf(keyOf(first)));
  const wanted = { owner: 'desk', name: 'editor', scopes: ['actions:write' as const] };
  const { key } = await store.keys.create(wanted, { now: longAgo, by: 'test', seal: sealing });
  await writeFile(file, twoGenerations(), { mode: 0o600 });
  expect((await run('retire', '1', ...flags)).code).toBe(0);
  const kept = await store.keys.get(key.id);
  const secrets = createMasterSecret({ file }, fakeAws);
  expect(kept && (await isSealed(kept, secrets.of))).toBe(opens);
});

test('without a secret to reach, and with one that others may read, it says so', async () => {
  const none = await ops(['master-secret', 'status', ...at(table)], { env: { MASTER_SECRET_FILE: '' } });
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('set MASTER_SECRET_FILE') });
  await writeFile(file, first, { mode: 0o644 });
  await rm(file);
  expect((await run('status')).err).toContain('There is no master secret at');
});
