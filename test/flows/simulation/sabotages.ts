import { later, msBetween } from '../../../functions/core/instant.ts';
import type { Delivery } from '../../../functions/core/webhook/delivery.ts';
import type { Store } from '../../../functions/store/index.ts';
import type { Wish } from './world.ts';

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

/** For what the judge sees only once the world is at rest: a short life. */
const atRest = { faults: 8 };

/**
 * Breaks a part under the handlers; the simulation has to notice. Each has the seed, of the first 16, whose life
 * shows it soonest.
 */
export const sabotages: Record<string, Sabotage> = {
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
    { ...atRest, seed: 12 },
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
    { isMoving: true, seed: 8 },
  ],
  'half the wait before another attempt': [
    /sent before the ladder allows/,
    (store) =>
      deliveriesOf(store, {
        put: (row, mark) => store.deliveries.put(hurried(row), mark),
        putAll: (held) =>
          store.deliveries.putAll(held.map(({ row, isListed }) => ({ row: hurried(row), isListed }))),
      }),
    { characters: [{ often: 0.7, does: 'refuse' }], seed: 13 },
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
    { characters: [{ often: 0.5, does: 'leave' }], ...atRest, seed: 7 },
  ],
};
