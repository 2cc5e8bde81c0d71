import { describe, expect, test } from 'vitest';
import { later, msBetween } from '../../functions/core/instant.ts';
import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { simulate } from './simulation/simulation.ts';
import type { Wish } from './simulation/world.ts';

const seeds = [1, 2, 3];
const faultsEach = 340;

const tally: Record<string, number> = {};

describe('among seeded faults', () => {
  test.concurrent.each(seeds)(
    'whatever goes wrong, every promise of the contract is kept: seed %i',
    async (seed) => {
      const { faults, violations } = await simulate(await freshTable(), { seed, faults: faultsEach });
      for (const [kind, count] of Object.entries(faults)) tally[kind] = (tally[kind] ?? 0) + count;
      expect(violations, `npm run chaos -- --seed ${seed} --faults ${faultsEach}`).toEqual([]);
    },
  );
});

test('a thousand faults have struck, and of every kind', () => {
  expect(Object.values(tally).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(1_000);
  const kinds = Object.keys(tally);
  const groups = ['clock', 'deliver job', 'fanout job', 'index', 'queue', 'sender', 'stream', 'table'];
  for (const group of groups)
    expect(kinds.filter((kind) => kind.startsWith(`${group}: `)).length, group).toBeGreaterThanOrEqual(1);
  expect(kinds.filter((kind) => kind.startsWith('receiver: ')).length).toBeGreaterThanOrEqual(12);
});

type Sabotage = [
  sought: RegExp,
  sabotage: (store: Store) => Store,
  inWorld?: Partial<Wish> & { seed?: number },
];

const subscriptionsOf = (store: Store, over: Partial<Store['subscriptions']>): Store => ({
  ...store,
  subscriptions: { ...store.subscriptions, ...over },
});

const deliveriesOf = (store: Store, over: Partial<Store['deliveries']>): Store => ({
  ...store,
  deliveries: { ...store.deliveries, ...over },
});

/** Halves a delivery's wait for its next attempt. */
function hurried(row: Delivery): Delivery {
  const last = row.attempts.at(-1)?.startedAt;
  const { trigger, nextAttemptAt } = row;
  if (trigger !== 'retry' || row.claim || !last || !nextAttemptAt) return row;
  return { ...row, nextAttemptAt: later(last, msBetween(last, nextAttemptAt) / 2) };
}

/** Breaks a part under the handlers; the simulation has to notice. */
const broken: Record<string, Sabotage> = {
  'a claim that everybody is given': [
    /two senders at once|before its time|recorded as delivered/,
    (store) =>
      deliveriesOf(store, {
        claimAll: async (wishes, _now, until) =>
          Promise.all(
            wishes.map(async ({ id, by }) => {
              const row = await store.deliveries.get(id);
              const held = row ? { row: { ...row, claim: { by, until } }, isListed: true } : null;
              return { status: 'fulfilled' as const, value: held };
            }),
          ),
      }),
  ],
  'a row that is said to be made and is not': [
    /never recorded|is lacking|lacks/,
    (store) =>
      deliveriesOf(store, {
        createAll: (rows) =>
          store.deliveries.createAll(rows.filter(({ sequence }) => (sequence ?? 0) % 5 !== 4)),
      }),
  ],
  'a 410 that nobody remembers': [
    /sent after 410|the 410 to/,
    (store) =>
      subscriptionsOf(store, {
        updateAndTell: (id, change) =>
          store.subscriptions.updateAndTell(id, (current) => {
            const told = change(current);
            return told?.subscription.reason === 'gone' ? null : told;
          }),
      }),
    { characters: [{ often: 0.5, does: 'leave' }] },
  ],
  'another URL that need not answer': [
    /sent before verification/,
    (store) =>
      subscriptionsOf(store, {
        update: (id, change, perDomain) =>
          store.subscriptions.update(
            id,
            (current) => {
              const next = change(current);
              return next && next.url !== current.url ? { ...next, status: current.status } : next;
            },
            perDomain,
          ),
      }),
    { isMoving: true },
  ],
  'half the wait before another attempt': [
    /sent before the ladder allows/,
    (store) =>
      deliveriesOf(store, {
        put: (row, mark) => store.deliveries.put(hurried(row), mark),
        putAll: (held) =>
          store.deliveries.putAll(held.map(({ row, isListed }) => ({ row: hurried(row), isListed }))),
      }),
    { characters: [{ often: 0.7, does: 'refuse' }], seed: 8 },
  ],
  'a warning that is not recorded': [
    /its owner was told/,
    (store) =>
      subscriptionsOf(store, {
        updateAndTell: (id, change) =>
          store.subscriptions.updateAndTell(id, (current) => {
            const told = change(current);
            return told && { ...told, message: null };
          }),
      }),
    { characters: [{ often: 0.5, does: 'leave' }] },
  ],
};

/** Seeds tried from the one that noticed on, because a change of the code may move it. */
const mostSeeds = 4;

describe('the judge is not blind', () => {
  test.concurrent.each(Object.entries(broken))(
    '%s is found out',
    async (_, [sought, sabotage, { seed: first = 1, ...inWorld } = {}]) => {
      const violations: string[] = [];
      for (let seed = first; !sought.test(violations.join('\n')) && seed < first + mostSeeds; seed++) {
        const outcome = await simulate(
          await freshTable(),
          { seed, faults: 100, sabotage, ...inWorld },
          { sought },
        );
        violations.push(...outcome.violations);
      }
      expect(violations.join('\n')).toMatch(sought);
    },
  );
});
