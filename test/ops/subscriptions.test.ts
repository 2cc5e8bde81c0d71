import { beforeEach, expect, test } from 'vitest';
import { enabled, retargeted, subscriptionFrom, verified } from '../../functions/core/webhook/subscribing.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import type { Store } from '../../functions/store/index.ts';
import { shardOf } from '../../functions/store/webhook/subscription-item.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { withRecord } from '../support/record-fixture.ts';
import { seal, unsealed } from '../support/sealing.ts';
import { at, ops, startOps } from './cli.ts';

const now = '2026-11-23T18:15:20.000Z';
let table: TestTable;
let store: Store;
let desk: Subscription;
let ngo: Subscription;

async function subscribed(owner: string, host: string, over: Partial<Subscription> = {}) {
  const id = store.newId('sub');
  const made = { id, owner, shard: shardOf(id), challengeHash: 'a-hash', issue: unsealed, now };
  const fresh = subscriptionFrom({ url: `https://${host}/in`, filter: {} }, made);
  const subscription = { ...fresh, status: 'active', verifiedAt: now, ...over } as Subscription;
  await store.subscriptions.add(subscription, 1_000);
  return subscription;
}

beforeEach(async () => {
  table = await freshTable({ isTold: true });
  store = await withRecord(table);
  desk = await subscribed('desk', 'a.example.org');
  ngo = await subscribed('ngo', 'b.example.net', { status: 'failing' });
});

const run = (...args: string[]) => ops([...args, ...at(table)]);
const current = async ({ id }: Subscription) => (await store.subscriptions.get(id)) as Subscription;

test('subscriptions are listed across owners, by owner, host and status, without what proves a URL', async () => {
  const all = await run('subscriptions', 'list');
  expect(all.out).toMatch(new RegExp(`${desk.id} +desk +active[^]*${ngo.id} +ngo +failing`));
  for (const flags of [
    ['--owner', 'ngo'],
    ['--host', 'example.net'],
    ['--status', 'failing'],
  ]) {
    const { out } = await run('subscriptions', 'list', '--json', ...flags);
    expect(JSON.parse(out).map(({ id }: Subscription) => id)).toEqual([ngo.id]);
    expect(out).not.toContain('a-hash');
  }
  const none = await run('subscriptions', 'list', '--host', 'ample.net');
  expect(none).toMatchObject({ code: 0, out: '', err: expect.stringContaining('No subscription fits.') });
});

test('the operator pauses and resumes; an owner cannot undo it, and another URL does not', async () => {
  expect((await run('subscriptions', 'pause', desk.id, '--yes')).out).toBe('Paused 1, left alone 0.\n');
  const paused = await current(desk);
  expect(paused).toMatchObject({ status: 'paused', reason: 'operator' });
  expect(() => enabled(paused, now)).toThrow('The operator paused it');
  const moved = retargeted(paused, 'https://c.example.org/in', 'x');
  expect(verified(moved)).toEqual({ status: 'paused', reason: 'operator' });
  expect(await current(ngo)).toMatchObject({ status: 'failing', reason: null });

  expect((await run('subscriptions', 'resume', '--all', '--yes')).out).toBe('Resumed 1, left alone 1.\n');
  expect(await current(desk)).toMatchObject({ status: 'active', reason: null });
});

test('what an owner paused is not resumed by the operator', async () => {
  const own = await subscribed('desk', 'd.example.org', { status: 'paused', reason: 'owner' });
  const { code, out } = await run('subscriptions', 'resume', own.id, '--yes');
  expect({ code, out }).toEqual({ code: 1, out: 'Resumed 0, left alone 1.\n' });
  expect(await current(own)).toMatchObject({ status: 'paused', reason: 'owner' });
});

test.each(['pause', 'resume', 'remove'])(
  '%s changes nothing unless it is told whom, and asked twice',
  async (verb) => {
    expect(await run('subscriptions', verb)).toMatchObject({ code: 2, out: '' });
    const dry = await run('subscriptions', verb, '--all', '--dry-run');
    expect(dry.out).toBe('2 would be changed; nothing was.\n');
    const declined = await ops(['subscriptions', verb, '--all', ...at(table)], { stdin: 'no\n' });
    expect(declined.code).toBe(1);
    expect([await current(desk), await current(ngo)].map(({ status }) => status)).toEqual([
      'active',
      'failing',
    ]);
  },
);

test('an unknown id is named, and a script can tell; what is known is changed all the same', async () => {
  const { err, code } = await run('subscriptions', 'pause', 'sub_unknown', '--yes');
  expect(code).toBe(1);
  expect(err).toContain('There is no subscription sub_unknown.');
  const both = await run('subscriptions', 'pause', 'sub_unknown', desk.id, '--yes');
  expect(both).toMatchObject({ code: 1, out: 'Paused 1, left alone 0.\n' });
  expect((await run('subscriptions', 'remove', 'sub_unknown', '--dry-run')).code).toBe(1);
});

test.each([
  ['a host that nobody has', ['pause', '--host', 'nowhere.example', '--yes'], 1],
  ['an owner that nobody is', ['remove', '--owner', 'nobody', '--yes', '--json'], 1],
  ['nobody at all left to resume', ['resume', '--all', '--yes'], 0],
])('%s: exit code %3$i', async (_, args, code) => {
  expect((await run('subscriptions', ...args)).code).toBe(code);
});

test('pausing or resuming again is done as asked', async () => {
  for (const verb of ['pause', 'pause', 'resume', 'resume'])
    expect((await run('subscriptions', verb, desk.id, '--yes')).code).toBe(0);
});

test("an owner's data is deleted: keys end, subscriptions go, others stay", async () => {
  const wanted = { owner: 'ngo', name: 'hooks', scopes: ['subscriptions:manage' as const] };
  const { id } = (await store.keys.create(wanted, { now, by: 'test', seal })).key;
  const dry = await run('owners', 'forget', 'ngo', '--dry-run');
  expect(dry.out).toBe('ngo has live keys: 1, subscriptions: 1; nothing was changed.\n');
  await run('owners', 'forget', 'ngo', '--yes');
  expect((await store.keys.get(id))?.revokedAt).toEqual(expect.any(String));
  expect(await store.subscriptions.get(ngo.id)).toBeUndefined();
  expect(await store.subscriptions.get(desk.id)).toBeDefined();
  const again = await run('owners', 'forget', 'ngo', '--yes');
  expect(again).toMatchObject({ code: 0, out: 'There is nothing of ngo to delete.\n' });
  expect((await run('owners', 'forget', 'ngp', '--yes')).code).toBe(1);
});

test('a long answer is written whole to whoever reads slowly', async () => {
  const description = '中'.repeat(200);
  for (let n = 0; n < 300; n += 1) await subscribed('many', `host-${n}.example.org`, { description });
  const { child } = startOps(['subscriptions', 'list', '--json', ...at(table)]);
  child.stdout.removeAllListeners('data');
  child.stdout.pause();
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 2_500))]);
  const text = Buffer.concat(await Array.fromAsync(child.stdout)).toString();
  expect(text.length).toBeGreaterThan(200_000);
  expect(JSON.parse(text)).toHaveLength(302);
});
