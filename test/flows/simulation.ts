import type { SQSBatchResponse } from 'aws-lambda';
import { Filter } from '../../functions/core/webhook/filter.ts';
import { newHealth } from '../../functions/core/webhook/health.ts';
import { subscriptionFrom } from '../../functions/core/webhook/subscribing.ts';
import { later, minute, second } from '../../functions/core/webhook/time.ts';
import { createDeliver } from '../../functions/deliver/deliver.ts';
import type { Posting, Send } from '../../functions/deliver/send.ts';
import { createFanout } from '../../functions/fanout/fanout.ts';
import { createLog } from '../../functions/lib/log.ts';
import { createStore, type Store } from '../../functions/store/index.ts';
import { shardOf } from '../../functions/store/subscriptions.ts';
import { createSweep } from '../../functions/sweep/sweep.ts';
import { eventOf } from '../deliver/delivering.ts';
import { anAction, anInstrument, publicUrl, withRecord } from '../support/record-fixture.ts';
import type { TestTable } from '../support/table.ts';
import { chanceFrom } from './chance.ts';
import { createFaults, faultyClient, perilous, type Stale } from './faults.ts';
import { faultsIn, newHistory } from './history.ts';
import { createMessages, type Message } from './messages.ts';
import { illness, well } from './moods.ts';
import { faultsOf, type Glimpse, type Post } from './observed.ts';
import { interleave, type Run } from './steps.ts';

const master = Buffer.alloc(32, 11);
const began = '2026-11-24T00:00:00.000Z';

export type Outcome = { faults: Record<string, number>; total: number; sent: number; violations: string[] };

type Wish = {
  seed: number;
  faults: number;
  subscriptions?: number;
  /** Breaks what the handlers stand on, to see that it is found out. */
  sabotage?: (store: Store) => Store;
};

/** The real handlers over the real store, in a world where everything around them goes wrong until so many faults have. */
export async function simulate(
  table: TestTable,
  { seed, faults: wished, subscriptions = 5, sabotage = (store) => store }: Wish,
): Promise<Outcome> {
  const chance = chanceFrom(seed);
  const faults = createFaults(chance);
  const history = newHistory();
  const clock = { now: began };
  const store = await withRecord(table, began);
  const messages = createMessages(faults, chance, () => Date.parse(clock.now));
  const stale: Stale = new Map();
  const log = createLog({ write: (line) => history.printed.push(line) });
  let sent = 0;
  const posts: Post[] = [];
  const before = new Map<Run, Glimpse>();

  const glimpse = async (subscription: string, key: string): Promise<Glimpse> => ({
    subscription: await store.subscriptions.get(subscription),
    row: await store.deliveries.get({ subscription, key }),
  });

  const post = async (run: Run, posting: Posting): ReturnType<Send> => {
    sent++;
    const id = posting.url.split('/').at(-1) ?? '';
    const name = posting.headers['webhook-id'] ?? '';
    await inspect(run, id, name, posting);
    const mood = faults.strike('receiver: ill', 0.35) ? illness(chance) : well;
    clock.now = later(clock.now, mood.seconds * second);
    const posted = { ...mood.answer(Date.parse(clock.now)), times: { total: mood.seconds * second } };
    const { answer } = posted;
    if (answer.kind === 'answered' && answer.status < 300) history.known.get(id)?.took.add(name);
    return posted;
  };

  const inspect = async (run: Run, id: string, name: string, { body, headers }: Posting) => {
    for (const signature of (headers['webhook-signature'] ?? '').split(' '))
      history.signatures.add(signature.split(',')[1] ?? '');
    if ((history.bodies.get(name) ?? body) !== body) history.violations.push(`${name} has two bodies`);
    history.bodies.set(name, body);
    const key = name.startsWith('chg_') ? name.slice('chg_'.length) : name;
    const during = await glimpse(id, key);
    const { subscription, row } = during;
    const isProbing = subscription?.health.nextProbeAt != null;
    if (row?.nextAttemptAt && row.nextAttemptAt > clock.now && !isProbing)
      history.violations.push(`${name} to ${id} before its time`);
    const known = before.get(run);
    const sent = {
      run,
      subscription: id,
      id: name,
      type: String(JSON.parse(body).type),
      body,
      startedAt: clock.now,
      before: { subscription: known?.subscription, row: known?.row?.key === key ? known.row : undefined },
      during,
    };
    history.violations.push(...faultsOf(sent, posts));
    posts.push(sent);
  };

  const depsOf = (run: Run) => ({
    store: sabotage(
      createStore({
        client: faultyClient(table.client, { faults, run, stale }),
        table: table.name,
        publicUrl,
      }),
    ),
    queues: messages.queuesOf(run),
    now: () => clock.now,
    log,
    publicUrl,
    version: '0.0.0',
    masterSecret: async () => master,
    random: chance.next,
    send: (posting: Posting) => run.step(() => perilous(faults, run, 'receiver', () => post(run, posting))),
  });

  const invocationOf = (message: Message) => ({
    name: message.queue,
    invoke: async (run: Run) => {
      if ('delivery' in message.body)
        before.set(run, await glimpse(message.body.subscription, message.body.delivery));
      const create = message.queue === 'fanout' ? createFanout : createDeliver;
      const answer: SQSBatchResponse = await create(depsOf(run))(eventOf([message.body]));
      messages.settle(message, !run.crashed && answer.batchItemFailures.length === 0);
    },
  });
  const sweeping = {
    name: 'sweep',
    invoke: async (run: Run) => void (await createSweep(depsOf(run))()),
  };

  const attend = async () => {
    const invocations = messages.receive(4).map(invocationOf);
    await interleave(chance, chance.in(0.2) ? [...invocations, sweeping] : invocations);
  };

  for (let count = 0; count < subscriptions; count++) await subscribe(count);
  async function subscribe(count: number) {
    const id = `sub_${String(chance.below(1e9)).padStart(26, '0')}`;
    const filter = Filter.parse(count % 2 ? { states: ['CHN'] } : {});
    const made = { id, owner: 'owner', shard: shardOf(id), challengeHash: 'x', now: began };
    const url = `https://r${count}.example.org/${id}`;
    history.known.set(id, { id, filters: [filter], wasShut: false, took: new Set() });
    await store.subscriptions.add(subscriptionFrom({ url, filter }, made), 100);
    await store.verify(id, 'x', began);
  }

  const happen = async () => {
    const known = chance.pick([...history.known.values()]);
    if (known.deletedAt !== undefined) return;
    if (chance.in(0.1)) {
      known.deletedAt = 0;
      return await store.subscriptions.remove(known.id);
    }
    const isPausing = chance.in(0.3);
    if (isPausing) known.wasShut = true;
    await store.subscriptions.update(known.id, (current) =>
      isPausing
        ? { ...current, status: 'paused' }
        : { ...current, status: 'active', reason: null, health: newHealth },
    );
  };

  let recorded = 0;
  const commit = async () => {
    const doneOn = `20${String(10 + (recorded % 12)).padStart(2, '0')}-0${1 + (recorded++ % 9)}-12`;
    const kind = 'ratification';
    const state = chance.pick(['CHN', 'FRA']);
    await store.recording
      .recordActions(state, 'ilo-c029', [{ action: anAction({ kind, doneOn }) }], {
        now: clock.now,
        by: 'editor',
      })
      .catch(() => undefined);
    const { sequence: title } = await store.record.head();
    await store.cataloguing.putInstrument(`made-${title}`, anInstrument(), {
      now: clock.now,
      by: 'editor',
      ifVersion: 0,
    });
  };

  while (faults.total() < wished) {
    if (chance.in(0.15)) await commit();
    if (chance.in(0.03)) await happen();
    clock.now = later(clock.now, chance.pick([1, 10, 60, 600, 3600]) * second);
    await attend();
    if (messages.visible() === 0) await interleave(chance, [sweeping]);
  }

  faults.heal();
  for (let quiet = 0, turn = 0; quiet < 9 && turn < 3_000; turn++) {
    await interleave(chance, [sweeping]);
    while (messages.visible() > 0) await interleave(chance, messages.receive(8).map(invocationOf));
    const next = await nextDue();
    quiet = next === null ? quiet + 1 : 0;
    clock.now = next && next > clock.now ? next : later(clock.now, minute);
  }

  async function nextDue(): Promise<string | null> {
    const due: string[] = [];
    for (const { id, deletedAt } of history.known.values())
      if (deletedAt === undefined)
        for await (const row of store.deliveries.list(id))
          if (row.status === 'pending') due.push(row.claim?.until ?? row.nextAttemptAt ?? clock.now);
    return due.sort()[0] ?? null;
  }

  const violations = await faultsIn(history, store, master);
  return { faults: faults.counts(), total: faults.total(), sent, violations };
}
