import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from 'commander';
import { shardCount } from '../../../functions/core/webhook/subscription.ts';
import { createQueues } from '../../../functions/lib/queues.ts';
import { Refusal } from '../../local/refusal.ts';
import { type Common, located, teach, within } from '../command.ts';
import {
  type DeadLetters,
  deadLetterQueues,
  depthOf,
  drop,
  kindOf,
  moveTo,
  peek,
  receiveAll,
} from '../dead-letters.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { fallsShort } from '../surroundings.ts';
import { note, print, printJson, table } from '../terminal.ts';

type Options = Common & { dryRun?: boolean };
type Messaging = NonNullable<Deployment['messaging']>;
type RedriveReport = { queue: string; kinds: string[]; found: number; healed: number; left: number };

export function redriveCommand(): Command {
  const command = teach('redrive', {
    summary: 'send jobs from the dead-letter queues again',
    description:
      'Goes through every dead-letter queue. Fan-out and delivery jobs go back to their queues. A message of the stream has no record in it, so fan-out is started again from the table, up to the head. A missed sweep, or round of the watch, is only deleted, because the next one does its work. Messages that are not ours stay, and the command exits with 1. Fix the cause first, or they come back.',
    touches: 'the queues; the table is only read.',
    examples: ['redrive --dry-run --stage prod', 'redrive --stage prod'],
  })
    .option('--dry-run', 'show how many there are and of what kind, move nothing')
    .option('--json', 'report as JSON');
  return located(command).action((options: Options) =>
    within(options, async (deployment) => {
      const { messaging } = deployment;
      if (!messaging)
        throw new Refusal('There are no queues to reach: start the laptop, or give --sqs-endpoint.');
      const reports: RedriveReport[] = [];
      for (const queue of deadLetterQueues(messaging.queues))
        reports.push(
          await (options.dryRun ? look(queue, messaging.sqs) : redrive(queue, deployment, messaging)),
        );
      show(reports, options);
    }),
  );
}

async function look({ name, url }: DeadLetters, sqs: SQSClient): Promise<RedriveReport> {
  const found = await depthOf(sqs, url);
  const kinds = kindsOf(name, found > 0 ? await peek(sqs, url) : []);
  return { queue: name, kinds, found, healed: 0, left: found };
}

const kindsOf = (name: DeadLetters['name'], messages: readonly Message[]): string[] => [
  ...new Set(messages.map((message) => kindOf(name, message) ?? 'not ours')),
];

async function redrive(
  queue: DeadLetters,
  deployment: Deployment,
  messaging: Messaging,
): Promise<RedriveReport> {
  const { sqs } = messaging;
  const kinds = new Set<string>();
  const report: RedriveReport = { queue: queue.name, kinds: [], found: 0, healed: 0, left: 0 };
  let isRung = false;
  for await (const message of receiveAll(sqs, queue.url)) {
    report.found += 1;
    const kind = kindOf(queue.name, message);
    kinds.add(kind ?? 'not ours');
    if (kind === null) {
      report.left += 1;
      continue;
    }
    if (queue.name === 'publish' && !isRung) {
      await ringFanout(deployment, messaging);
      isRung = true;
    }
    await (queue.source ? moveTo(sqs, queue.source, queue.url, message) : drop(sqs, queue.url, message));
    report.healed += 1;
    if (report.found % 100 === 0) note(`${queue.name}: ${report.found}`);
  }
  return { ...report, kinds: [...kinds] };
}

/** Where a laptop's queues answer; on AWS the queues' own addresses say. */
async function endpointOf({ config }: SQSClient): Promise<string | undefined> {
  const given = await config.endpoint?.();
  return given && `${given.protocol}//${given.hostname}${given.port ? `:${given.port}` : ''}`;
}

/** Rings for every shard as publish would; each shard knows how far it has come. */
async function ringFanout({ store }: Deployment, { sqs, queues }: Messaging): Promise<void> {
  const { sequence: through } = await store.record.head();
  const { fanout } = createQueues({
    aws: sqs.config,
    endpoint: await endpointOf(sqs),
    fanoutUrl: queues.fanout.url,
    deliverUrl: queues.deliver.url,
  });
  await fanout(Array.from({ length: shardCount }, (_, shard) => ({ shard, through })));
  note(`Rang fan-out again for ${shardCount} shards through change ${through}.`);
}

function show(reports: readonly RedriveReport[], { dryRun, json }: Options): void {
  if (!dryRun && reports.some(({ left }) => left > 0)) fallsShort();
  if (json) {
    printJson(reports);
    return;
  }
  const rows = reports.map(({ queue, found, kinds, healed, left }) => [
    queue,
    String(found),
    kinds.join(', ') || '–',
    ...(dryRun ? [] : [String(healed), String(left)]),
  ]);
  print(table([['dead letters of', 'found', 'what', ...(dryRun ? [] : ['redriven', 'left'])], ...rows]));
}
