import type { Command } from 'commander';
import * as z from 'zod';
import { dayOf } from '../../../functions/core/calendar.ts';
import { shardCount } from '../../../functions/core/webhook/subscription.ts';
import { readCopy } from '../../../functions/store/copy/fork.ts';
import { type Db, getBody } from '../../../functions/store/db.ts';
import type { Store } from '../../../functions/store/index.ts';
import { createDeliveries } from '../../../functions/store/webhook/deliveries/deliveries.ts';
import { createFanoutProgress } from '../../../functions/store/webhook/fanout-progress.ts';
import { createSubscriptions } from '../../../functions/store/webhook/subscriptions.ts';
import { Refusal } from '../../local/refusal.ts';
import { type Common, located, now, teach, within } from '../command.ts';
import { deadLetterQueues, depthOf } from '../dead-letters.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { fallsShort } from '../surroundings.ts';
import { print, printJson, table } from '../terminal.ts';

export function statusCommand(): Command {
  const command = teach('status', {
    summary: 'show the state of the service on one screen',
    description:
      'Shows the head of the feed and how far fan-out lags behind it; statuses and deliveries that are due; since when the sweep has not looked for lost first attempts (a minute or two if it runs); subscriptions by status; dead letters; and the last sweep, change and look at a source. A part that cannot be read says so, and the others still show; then it exits with 1, unless there is none, such as the queues of a stopped laptop.',
    touches: 'nothing; it reads.',
    examples: ['status', 'status --stage prod --json'],
  }).option('--json', 'as JSON');
  return located(command).action((options: Common) =>
    within(options, async (deployment) => {
      const status = await readStatus(deployment);
      if (options.json) return printJson(status);
      print(
        table(Object.entries(status).map(([name, value]) => [labels[name as StatusPart], inWords(value)])),
      );
    }),
  );
}

const labels = {
  head: 'head of the feed',
  lag: 'fan-out behind by',
  dueEffects: 'statuses due to change',
  oldestDue: 'oldest delivery due since',
  firstAttempts: 'first attempts not looked at since',
  subscriptions: 'subscriptions',
  deadLetters: 'dead letters',
  copy: 'copy of another table',
  lastSweep: 'last sweep',
  lastChange: 'last change',
  lastCheck: 'last look at a source',
} as const;

type StatusPart = keyof typeof labels;
type Unread = { unread: string };

async function readStatus(deployment: Deployment): Promise<Record<string, unknown>> {
  const { store, db } = deployment;
  const parts: Record<StatusPart, () => Promise<unknown>> = {
    head: async () => (await store.record.head()).sequence,
    lag: () => lagOf(deployment),
    dueEffects: async () => (await store.dueEffects(dayOf(now()))).length,
    oldestDue: () => createDeliveries(db).oldestDue(now()),
    firstAttempts: store.firstAttempts.unsearchedSince,
    subscriptions: () => subscriptionsByStatus(db),
    deadLetters: () => depths(deployment),
    copy: () => copyInWords(db),
    lastSweep: () => lastSweep(db),
    lastChange: () => lastChange(store),
    lastCheck: () => lastCheck(store),
  };
  const read = await Promise.all(
    Object.entries(parts).map(async ([name, part]) => [name, await part().catch(unread)] as const),
  );
  return Object.fromEntries(read);
}

/** Shows why a part cannot be read, which only is as it should be if nothing is there to be read. */
function unread(error: unknown): Unread {
  if (!(error instanceof Refusal)) fallsShort();
  return { unread: error instanceof Error ? error.message : String(error) };
}

/** Changes that the slowest shard has still to fan out. */
async function lagOf({ store, db }: Deployment): Promise<number> {
  const { sequence } = await store.record.head();
  const progress = createFanoutProgress(db);
  const shards = Array.from({ length: shardCount }, (_, shard) => progress.through(shard));
  return Math.max(0, sequence - Math.min(...(await Promise.all(shards))));
}

const page = 100;

/** Subscriptions by status, without those whose receiver is gone, because fan-out no longer serves them. */
async function subscriptionsByStatus(db: Db): Promise<Record<string, number>> {
  const subscriptions = createSubscriptions(db);
  const counts: Record<string, number> = { active: 0, failing: 0, paused: 0, disabled: 0 };
  for (let shard = 0; shard < shardCount; shard += 1) {
    for (let after: string | undefined; ; ) {
      const { found: members, after: next } = await subscriptions.members(shard, after, page);
      const found = await Promise.all(members.map(({ subscription }) => subscriptions.get(subscription)));
      for (const one of found) if (one) counts[one.status] = (counts[one.status] ?? 0) + 1;
      if (next === null) break;
      after = next;
    }
  }
  return counts;
}

async function depths({ messaging }: Deployment): Promise<Record<string, number>> {
  if (!messaging) throw new Refusal('there are no queues to reach');
  const counted = deadLetterQueues(messaging.queues).map(
    async ({ name, url }) => [name, await depthOf(messaging.sqs, url)] as const,
  );
  return Object.fromEntries(await Promise.all(counted));
}

/** Says that a table is a copy that sends nothing, because it otherwise looks like a healthy service. */
async function copyInWords(db: Db): Promise<string> {
  const copy = await readCopy(db);
  if (!copy) return 'no';
  return copy.wokenAt ? `woken ${copy.wokenAt}` : 'ASLEEP: it sends nothing until subscriptions wake';
}

/** The time of the last sweep, from the mark it leaves; on AWS the metric SweepHeartbeat tells the same. */
async function lastSweep(db: Db): Promise<string> {
  const mark = await getBody(db, { pk: 'META', sk: 'SWEEP' }, z.object({ at: z.string() }));
  if (!mark) throw new Refusal('no sweep has left its mark in the table');
  return mark.at;
}

async function lastChange({ record, changes }: Store): Promise<string | null> {
  const { sequence } = await record.head();
  const change = await changes.get(sequence);
  return change ? `${change.committedAt} ${change.type}` : null;
}

const lastCheck = ({ record }: Store): Promise<string | null> =>
  record.read(async ({ catalogue, holdings }) => {
    const tracked = [...catalogue.states.values()].filter((state) => state.tracked);
    const held = await Promise.all(tracked.map(({ code }) => holdings(code)));
    const looks = held.flatMap(({ checks }) => checks.map(({ recordedAt }) => recordedAt));
    return looks.sort().at(-1) ?? null;
  });

function inWords(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value !== 'object') return String(value);
  if ('unread' in value) return `not to be read: ${value.unread}`;
  return Object.entries(value)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
