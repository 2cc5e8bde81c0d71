import type { IndexName } from '../../functions/store/schema.ts';
import type { FunctionName, QueueName } from '../wiring.ts';

/** What one function may do. Writing its own log is granted beside this, reading its event source likewise. */
export type Permissions = {
  /** DynamoDB actions on the table itself. */
  table: readonly `dynamodb:${string}`[];
  /** Indexes it may query (`dynamodb:Query`, nothing else). */
  indexes: readonly IndexName[];
  /** Queues it may send to (`sqs:SendMessage`). */
  sends: readonly QueueName[];
  /** Queues whose depth it may ask for (`sqs:GetQueueAttributes`). */
  measures: readonly QueueName[];
  /** Whether it reads the master secret (`secretsmanager:GetSecretValue`). */
  secret: boolean;
};

/**
 * Each role's exact actions. A DynamoDB transaction is authorised as the single actions it is made of.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export const permissions: Record<FunctionName, Permissions> = {
  api: {
    table: [
      'dynamodb:GetItem',
      // Versions of the past, several at once.
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      // Another filter holds from the next change on.
      'dynamodb:ConditionCheckItem',
    ],
    indexes: ['byInstrument', 'byOwner'],
    sends: ['deliver'],
    measures: [],
    secret: true,
  },
  pages: {
    table: [
      'dynamodb:GetItem',
      // Changes that lie apart, and versions of the past, several at once.
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
    ],
    indexes: [],
    sends: [],
    measures: [],
    secret: false,
  },
  publish: { table: [], indexes: [], sends: ['fanout'], measures: [], secret: false },
  fanout: {
    table: [
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      // Rows are made in groups, each on its own condition.
      'dynamodb:PartiQLInsert',
    ],
    indexes: [],
    sends: ['fanout', 'deliver'],
    measures: [],
    secret: false,
  },
  deliver: {
    table: [
      'dynamodb:GetItem',
      // Subscriptions of a batch.
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      // Claims and records of a batch.
      'dynamodb:PartiQLUpdate',
      // A delivery whose subscription was deleted.
      'dynamodb:DeleteItem',
    ],
    indexes: [],
    sends: ['deliver'],
    measures: [],
    secret: true,
  },
  sweep: {
    table: [
      'dynamodb:GetItem',
      // Rows of first attempts, once they are a minute old.
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      // A mark that more deliveries wait than are rung for.
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      // Once a table: subscriptions that waited before there was a list of those that wait.
      'dynamodb:Scan',
    ],
    indexes: ['byNextEffect', 'byDue'],
    sends: ['fanout', 'deliver'],
    measures: [],
    secret: false,
  },
};

/** What the watch may do in the table; it also writes documents into its bucket. */
export const watchPermissions = {
  table: [
    'dynamodb:GetItem',
    'dynamodb:Query',
    'dynamodb:PutItem',
    // A proposal that is closed leaves the open ones; a turn at a host ends.
    'dynamodb:DeleteItem',
    'dynamodb:UpdateItem',
  ],
} as const;

/** What an event source needs of the role that reads it. */
export const consumes = {
  stream: [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ],
  queue: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
} as const;

/** The log statement of every role. */
export const logs = ['logs:CreateLogStream', 'logs:PutLogEvents'] as const;

/** Added by flags. AWS offers no resource to name for any of these, so they stand on `*`. */
export const flagPermissions = {
  xray: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  staticEgress: [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
} as const;
