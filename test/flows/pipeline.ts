import type { DynamoDBRecord } from 'aws-lambda';
import { changeId, padSequence } from '../../functions/core/ids.ts';
import { later } from '../../functions/core/instant.ts';
import type { Filter } from '../../functions/core/webhook/filter.ts';
import { subscriptionFrom } from '../../functions/core/webhook/subscribing.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import { createDeliver } from '../../functions/deliver/deliver.ts';
import type { DeliverDeps } from '../../functions/deliver/deps.ts';
import { createFanout } from '../../functions/fanout/fanout.ts';
import type { DeliverJob, FanoutJob } from '../../functions/lib/queues.ts';
import { createPublish } from '../../functions/publish/publish.ts';
import type { Store } from '../../functions/store/index.ts';
import { createSweep } from '../../functions/sweep/sweep.ts';
import { madeAtStart, master, start } from '../deliver/delivering.ts';
import { sendToLoopback } from '../deliver/receiver.ts';
import { jobsEvent } from '../support/jobs.ts';
import { captureLog } from '../support/quiet-log.ts';
import { anInstrument, publicUrl } from '../support/record-fixture.ts';

/** Whose doorbells are lost. */
type Deaf = (from: 'publish' | 'fanout' | 'deliver' | 'sweep') => boolean;

type Options = { isLost?: Deaf; send?: DeliverDeps['send'] };

/** All functions over one store, with doorbells in memory and a clock that a test sets. */
export function pipelineOf(store: Store, { isLost = () => false, send = sendToLoopback() }: Options = {}) {
  const clock = { now: start };
  const waiting: { fanout: FanoutJob[]; deliver: (DeliverJob & { at: string })[] } = {
    fanout: [],
    deliver: [],
  };
  const { log, lines } = captureLog();
  const depsOf = (name: Parameters<Deaf>[0]) => ({
    store,
    queues: {
      fanout: async (jobs: FanoutJob[]) => void (isLost(name) || waiting.fanout.push(...jobs)),
      deliver: async (jobs: DeliverJob[], delay = 0) => {
        const at = later(clock.now, delay * 1000);
        if (!isLost(name)) waiting.deliver.push(...jobs.map((job) => ({ ...job, at })));
      },
    },
    now: () => clock.now,
    log,
    publicUrl,
    version: '1.2.3',
    masterSecret: async () => master,
    send,
    random: () => 0,
  });
  const publish = createPublish(depsOf('publish'));
  const fanout = createFanout(depsOf('fanout'));
  const deliver = createDeliver(depsOf('deliver'));
  const sweep = createSweep(depsOf('sweep'));
  let published = 0;

  /** Shows the stream what was committed since. */
  const stream = async () => {
    const { sequence } = await store.record.head();
    const records = Array.from({ length: sequence - published }, (_, index) =>
      recordOf(published + 1 + index),
    );
    published = sequence;
    await publish({ Records: records });
  };
  /** Answers every doorbell whose time has come. */
  const drain = async () => {
    for (;;) {
      const jobs = waiting.fanout.splice(0);
      const due = waiting.deliver.filter(({ at }) => at <= clock.now);
      if (jobs.length + due.length === 0) return;
      waiting.deliver = waiting.deliver.filter(({ at }) => at > clock.now);
      for (const job of jobs) await fanout(jobsEvent([job]));
      await Promise.all(
        due.map(({ subscription, delivery }) => deliver(jobsEvent([{ subscription, delivery }]))),
      );
    }
  };
  return {
    clock,
    lines,
    stream,
    sweep,
    drain,
    deliver,
    deps: depsOf('deliver'),
    pass: (ms: number) => {
      clock.now = later(clock.now, ms);
    },
    /** Makes a change without a State: an instrument's new title. */
    revise: async (title: string): Promise<string> => {
      const id = await store.record.read(
        ({ catalogue }) => catalogue.instruments.get('ilo-c029')?.version ?? 0,
      );
      const writing = { now: () => clock.now, by: 'editor', ifVersion: id };
      await store.cataloguing.putInstrument('ilo-c029', anInstrument({ title }), writing);
      return changeId((await store.record.head()).sequence);
    },
  };
}

const recordOf = (sequence: number): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: {
    Keys: { pk: { S: 'CHANGE#0' }, sk: { S: padSequence(sequence) } },
    SequenceNumber: `${sequence}`,
  },
});

/** A subscription whose URL has answered. */
export async function verified(store: Store, port: number, filter: Filter = {}): Promise<Subscription> {
  const id = store.newId('sub');
  const url = `http://hooks.example.org:${port}/in`;
  await store.subscriptions.add(subscriptionFrom({ url, filter }, madeAtStart(id)), 1_000);
  return store.verify(id, 'x', start);
}

/** The ids that a receiver was sent, in order. */
export const idsIn = (requests: readonly string[]): string[] =>
  requests.map((request) => /^webhook-id: (\S+)/im.exec(request)?.[1] ?? '');
