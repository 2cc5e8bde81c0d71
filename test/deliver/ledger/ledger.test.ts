import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { later, minute } from '../../../functions/core/instant.ts';
import { deliveryOf } from '../../../functions/core/webhook/composing.ts';
import { newHealth } from '../../../functions/core/webhook/sending/health.ts';
import type { Send } from '../../../functions/deliver/posting/send.ts';
import type { Store } from '../../../functions/store/index.ts';
import type { DeliveryId } from '../../../functions/store/webhook/deliveries/delivery-item.ts';
import { createFirstAttemptSearch } from '../../../functions/sweep/first-attempts.ts';
import { freshTable } from '../../support/engine/table.ts';
import { deliveringOf, start, subscribed, withRatification } from '../delivering.ts';
import { type Cost, countedStores, each, fanOutOf, type Ledger, plus } from './ledger.ts';

/** One less than a page, so the job that takes them is its shard's last. */
const members = 199;
const ten = 10;
const shard = 0;

/** Answers all at once, as receivers at equal distance would. */
const answering =
  (status: number): Send =>
  async () => ({ answer: { kind: 'answered', status, headers: {} }, times: { total: 1 }, body: 'ok' });

type Case = { made: Ledger; among: number };
const cases: Record<string, Case> = {};
let fanOut: Cost;
let look: Cost;
let widest = 0;

async function delivered(
  store: Store,
  count: ReturnType<typeof countedStores>['count'],
  rows: DeliveryId[],
  send: Send,
  now = start,
) {
  const sender = deliveringOf(store, { store, send });
  sender.clock.now = now;
  // Asks beforehand what an instance asks every half minute: whether this is a copy that sends nothing.
  await sender.attend();
  const made = await count(() => sender.attend(...rows));
  return { made, among: rows.length };
}

beforeAll(async () => {
  const table = await freshTable();
  const plain = await withRatification(table);
  const { sequence } = await plain.record.head();
  const well = { ...newHealth, lastSuccessAt: start };
  const ids: string[] = [];
  const over = { shard, receivesAfter: sequence - 1, verifiedAt: null };
  for (let made = 0; made < members; made += 20)
    await Promise.all(
      Array.from({ length: Math.min(20, members - made) }, async () => {
        ids.push((await subscribed(plain, 9, over)).id);
      }),
    );
  // Gives the wider rows the same places in every run, because a page costs half a unit more or less by them.
  for (const [index, id] of ids.sort().entries()) {
    const health = index < ten ? newHealth : well;
    await plain.subscriptions.update(id, (one) => ({ ...one, health, verifiedAt: start }));
  }
  // Completes the other shards, so that all ask for the changes at once and share the answer.
  for (let one = 0; one < 8; one++) await plain.fanout.advance(one, one === shard ? sequence - 1 : sequence);
  const { anotherStore, count } = countedStores(table);
  const store = anotherStore();
  let rows: DeliveryId[] = [];
  const fanned = await count(async () => {
    rows = await fanOutOf(store, deliveringOf(store))(shard);
  });
  rows.sort((one, other) => (one.subscription < other.subscription ? -1 : 1));
  fanOut = each(fanned.all, members);
  const isNew = await Promise.all(
    rows.map(async (row) => (await plain.subscriptions.get(row.subscription))?.health.lastSuccessAt === null),
  );
  const firsts = rows.filter((_, index) => isNew[index]);
  const rest = rows.filter((_, index) => !isNew[index]);
  const next = (size: number) => rest.splice(0, size);
  cases.ordinary = await delivered(anotherStore(), count, next(ten), answering(200));
  cases.alone = await delivered(anotherStore(), count, next(1), answering(200));
  const one = next(1);
  const earlier = (await Array.fromAsync(plain.changes.list(0, sequence - 1))).map((change) =>
    deliveryOf(change, one[0]?.subscription ?? '', 'live', start),
  );
  await plain.deliveries.createAll(earlier);
  cases['four to one'] = await delivered(anotherStore(), count, [...one, ...earlier], answering(200));
  cases['first of the hour'] = await delivered(anotherStore(), count, firsts, answering(200));
  const failing = next(ten);
  cases.failure = await delivered(anotherStore(), count, failing, answering(500));
  cases.retry = await delivered(anotherStore(), count, failing, answering(200), later(start, minute));
  const five = next(1);
  const [{ subscription } = { subscription: '' }] = five;
  await plain.subscriptions.update(subscription, (one) => ({
    ...one,
    health: { ...well, failuresInARow: 4, firstFailureAt: start, lastFailureAt: start },
  }));
  cases.warning = await delivered(anotherStore(), count, five, answering(500));
  for (let batch = next(ten); batch.length > 0; batch = next(ten))
    await deliveringOf(plain, { send: answering(200) }).attend(...batch);
  const looked = await count(() =>
    createFirstAttemptSearch({ store: anotherStore() })(later(start, 2 * minute)),
  );
  look = each(looked.all, members);
  for (const row of await plain.deliveries.getAll(rows))
    widest = Math.max(widest, Buffer.byteLength(JSON.stringify(row)));
}, 120_000);

const costOf = (name: string, ...steps: (keyof Ledger)[]): Cost => {
  const { made, among } = cases[name] as Case;
  return each(plus(...steps.map((step) => made[step])), among);
};

const whole = (name: string): Cost => plus(fanOut, costOf(name, 'all'), look);

const names = ['ordinary', 'alone', 'four to one', 'first of the hour', 'failure', 'retry', 'warning'];

const shownSteps: [string, (name: string) => Cost | null][] = [
  ['fan-out makes the row, in a page of 199', (name) => (name === 'retry' ? null : fanOut)],
  ['the subscription, and the change unless the instance has it', (name) => costOf(name, 'read', 'other')],
  ['slots, where there is a crowd or a doubt', (name) => costOf(name, 'slots')],
  ['claim', (name) => costOf(name, 'claim')],
  ['record', (name) => costOf(name, 'record')],
  ['what the receiver is like', (name) => costOf(name, 'note')],
  ['warning of its owner', (name) => costOf(name, 'warn')],
  ['a look at the row when it is a minute old', (name) => (name === 'retry' ? null : look)],
  ['of these, places in the due index', (name) => costOf(name, 'due')],
  ['**in all**', (name) => (name === 'retry' ? costOf(name, 'all') : whole(name))],
];

const cell = (cost: Cost | null): string =>
  cost === null || cost.calls === 0 ? '' : `${cost.calls} / ${cost.write} / ${cost.read}`;

function rendered(): string {
  const head = `| calls / write units / read units | ${names.join(' | ')} |\n| --- |${' --- |'.repeat(names.length)}`;
  const lines = shownSteps.map(
    ([step, cost]) => `| ${step} | ${names.map((name) => cell(cost(name))).join(' | ')} |`,
  );
  return [head, ...lines].join('\n');
}

const readme = join(import.meta.dirname, '../../../functions/deliver/README.md');
const marked = /(<!-- ledger -->\n)[\s\S]*?(<!-- ledger ends -->)/;

test('an ordinary delivery, one of ten, asks for 2.5 calls and 5 units at most', () => {
  const { calls, read, write } = whole('ordinary');
  expect(calls).toBeLessThanOrEqual(2.5);
  expect(read + write).toBeLessThanOrEqual(5);
});

test('no row of a delivered event is wider than one write unit', () => {
  expect(widest).toBeLessThan(1024);
});

test('the guide shows what each step costs: LEDGER=write npm test -- test/deliver/ledger/ledger.test.ts writes it anew', () => {
  const guide = readFileSync(readme, 'utf8');
  const anew = guide.replace(marked, (_, begin, end) => `${begin}${rendered()}\n${end}`);
  if (process.env.LEDGER === 'write') writeFileSync(readme, anew);
  else expect(guide).toBe(anew);
});
