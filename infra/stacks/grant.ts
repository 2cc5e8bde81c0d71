import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { FunctionName, QueueName } from '../wiring.ts';
import type { TrackerFunction } from './lambda.ts';
import { permissions } from './permissions.ts';
import type { WorkQueue } from './queues.ts';

type Resources = { table: { arn: string }; queues: Record<QueueName, WorkQueue>; secret: Secret };

/** Grants a function what infra/stacks/permissions.ts lists, each action on its own resource. */
export function grant(to: TrackerFunction, name: FunctionName, { table, queues, secret }: Resources): void {
  const { table: actions, indexes, sends, measures, secret: readsSecret } = permissions[name];
  const arns = (names: readonly QueueName[]) => names.map((queue) => queues[queue].queue.queueArn);
  to.allow(actions, [table.arn]);
  to.allow(
    ['dynamodb:Query'],
    indexes.map((index) => `${table.arn}/index/${index}`),
  );
  to.allow(['sqs:SendMessage'], arns(sends));
  to.allow(['sqs:GetQueueAttributes'], arns(measures));
  if (readsSecret) to.allow(['secretsmanager:GetSecretValue'], [secret.secretArn]);
}
