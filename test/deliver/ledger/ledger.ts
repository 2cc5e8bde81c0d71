import { createFanout } from '../../../functions/fanout/fanout.ts';
import { createStore, type Store } from '../../../functions/store/index.ts';
import { createDocuments } from '../../../infra/local/aws/clients.ts';
import type { TestTable } from '../../support/engine/table.ts';
import { jobsEvent } from '../../support/jobs.ts';
import { publicUrl } from '../../support/record-fixture.ts';
import type { deliveringOf } from '../delivering.ts';

/** The cost of a step in DynamoDB: requests, and capacity units with those of indexes. */
export type Cost = { calls: number; read: number; write: number };

/** The steps that make requests; one that serves two is counted with the first. */
export const steps = ['read', 'claim', 'slots', 'record', 'note', 'warn', 'other'] as const;
type Step = (typeof steps)[number];

/** `due` is the part of `all` that entering, changing and leaving `byDue` takes. */
export type Ledger = Record<Step, Cost> & { all: Cost; due: Cost };

const nothing = (): Cost => ({ calls: 0, read: 0, write: 0 });

const newLedger = (): Ledger => ({
  ...(Object.fromEntries(steps.map((step) => [step, nothing()])) as Record<Step, Cost>),
  all: nothing(),
  due: nothing(),
});

type Units = { CapacityUnits?: number };
type Consumed = Units & { GlobalSecondaryIndexes?: { byDue?: Units } };
type Output = { ConsumedCapacity?: Consumed | Consumed[] };

/** Stores over one table whose requests are counted, each with nothing in memory, like new instances. */
export function countedStores(table: TestTable): {
  anotherStore: () => Store;
  count: (work: () => Promise<unknown>) => Promise<Ledger>;
} {
  let ledger = newLedger();
  const client = createDocuments(table.raw);
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = { ...args.input, ReturnConsumedCapacity: 'INDEXES' };
        const result = await next({ ...args, input } as typeof args);
        const { ConsumedCapacity = [] } = result.output as Output;
        const all = [ConsumedCapacity].flat();
        const units = sumOf(all);
        const ofIndex = sumOf(all.map((one) => one.GlobalSecondaryIndexes?.byDue ?? {}));
        const kind = /Put|Update|Delete|Write|Statement/.test(commandName) ? 'write' : 'read';
        for (const cost of [ledger[stepOf(JSON.stringify(input))], ledger.all]) {
          cost.calls += 1;
          cost[kind] += units;
        }
        ledger.due[kind] += ofIndex;
        ledger.due.calls += Math.sign(ofIndex);
        return result;
      },
    { step: 'initialize', name: 'ledger', priority: 'high' },
  );
  const count = async (work: () => Promise<unknown>) => {
    const counted = newLedger();
    ledger = counted;
    await work();
    ledger = newLedger();
    return counted;
  };
  return { anotherStore: () => createStore({ client, table: table.name, publicUrl }), count };
}

const sumOf = (all: readonly Units[]): number =>
  all.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);

/** The step that a request belongs to, by what it names. */
function stepOf(input: string): Step {
  if (input.includes('"SLOTS"')) return 'slots';
  if (/subscription\.(failing|disabled)/.test(input)) return 'warn';
  if (/"claim\\?" = \?|body\.claim = :claim/.test(input)) return 'claim';
  if (input.includes('registrableDomain')) return 'note';
  if (input.includes('"attempts"')) return 'record';
  return /"META"|"CHANGE#/.test(input) ? 'read' : 'other';
}

/** A ledger's sum divided among `count` deliveries. */
export const each = ({ calls, read, write }: Cost, count: number): Cost => ({
  calls: rounded(calls / count),
  read: rounded(read / count),
  write: rounded(write / count),
});

const rounded = (value: number): number => Math.round(value * 100) / 100;

export const plus = (...costs: readonly Cost[]): Cost =>
  costs.reduce(
    (sum, one) => ({
      calls: rounded(sum.calls + one.calls),
      read: rounded(sum.read + one.read),
      write: rounded(sum.write + one.write),
    }),
    nothing(),
  );

/** Fan-out of the head of the feed in one shard. */
export function fanOutOf(store: Store, { deps, rung }: ReturnType<typeof deliveringOf>) {
  const run = createFanout({ ...deps, store, queues: { ...deps.queues, fanout: async () => {} } });
  return async (shard: number) => {
    const { sequence } = await store.record.head();
    await run(jobsEvent([{ shard, through: sequence }]));
    return rung.splice(0).map(({ subscription, delivery }) => ({ subscription, key: delivery }));
  };
}
