import type { IndexName } from '../../functions/store/schema.ts';
import type { FunctionName, QueueName } from '../wiring.ts';

/** What one function may do. It may also write its own log and read its event source. */
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
 * The exact actions of each role. A DynamoDB transaction is authorised by the single actions in it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export const permissions: Record<FunctionName, Permissions> = {
  api: {
    table: [
      'dynamodb:GetItem',
      // Reads several versions of the past at once.
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      // Holds the head while a filter changes.
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
      // Reads scattered changes, and versions of the past, several at once.
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
      // Makes rows in groups, each on its own condition.
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
      // Reads the subscriptions of a batch.
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      // Claims and records the rows of a batch.
      'dynamodb:PartiQLUpdate',
      // Deletes a delivery whose subscription was deleted.
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
      // Reads rows of first attempts that are a minute old.
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      // Marks that more deliveries wait than were rung for.
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      // Lists, once per table, subscriptions that waited before there was a list of them.
      'dynamodb:Scan',
    ],
    indexes: ['byNextEffect', 'byDue'],
    sends: ['fanout', 'deliver'],
    measures: [],
    secret: false,
  },
};

/** What the watch may do in the table; it also writes to its bucket. */
export const watchPermissions = {
  table: [
    'dynamodb:GetItem',
    'dynamodb:Query',
    'dynamodb:PutItem',
    // Moves a closed proposal, and ends a turn at a host.
    'dynamodb:DeleteItem',
    'dynamodb:UpdateItem',
  ],
} as const;

/** What an event source needs of its reader's role. */
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

/** Actions added by flags. They stand on `*`, because AWS offers no resource to name. */
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
