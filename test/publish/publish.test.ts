import type { DynamoDBRecord } from 'aws-lambda';
import { expect, test } from 'vitest';
import type { FanoutJob } from '../../functions/lib/queues.ts';
import { createPublish } from '../../functions/publish/publish.ts';
import { captureLog } from '../support/quiet-log.ts';

const record = (sequence: number, over: Partial<DynamoDBRecord> = {}): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: {
    Keys: { pk: { S: 'CHANGE#0' }, sk: { S: String(sequence).padStart(12, '0') } },
    SequenceNumber: `at-${sequence}`,
  },
  ...over,
});

const other = (pk: string, sk: string, eventName: 'INSERT' | 'MODIFY' = 'INSERT'): DynamoDBRecord => ({
  eventName,
  dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, SequenceNumber: 'at-other' },
});

function publishing(refuses = false) {
  const rung: FanoutJob[] = [];
  const { log, lines } = captureLog();
  const fanout = async (jobs: FanoutJob[]) => {
    if (refuses) throw new Error('SQS refused 8 of 8 jobs');
    rung.push(...jobs);
  };
  return { publish: createPublish({ queues: { fanout }, log }), rung, lines };
}

const eachShard = (through: number) => Array.from({ length: 8 }, (_, shard) => ({ shard, through }));

test('changes ring once for each shard, as far as the last of them', async () => {
  const { publish, rung } = publishing();
  expect(await publish({ Records: [record(3), record(4), record(5)] })).toEqual({ batchItemFailures: [] });
  expect(rung).toEqual(eachShard(5));
});

test('records that come twice or out of order ring as far as the highest', async () => {
  const { publish, rung } = publishing();
  await publish({ Records: [record(7), record(5), record(7), record(6)] });
  expect(rung).toEqual(eachShard(7));
});

test('of a bulk import only its announcement rings', async () => {
  const quiet = (sequence: number): DynamoDBRecord => {
    const { dynamodb, ...rest } = record(sequence);
    return { ...rest, dynamodb: { ...dynamodb, NewImage: { body: { M: { quiet: { BOOL: true } } } } } };
  };
  const { publish, rung } = publishing();
  await publish({ Records: [quiet(1), quiet(2)] });
  expect(rung).toEqual([]);
  await publish({ Records: [quiet(3), quiet(4), record(5)] });
  expect(rung).toEqual(eachShard(5));
});

test('what is not a new change rings for nothing', async () => {
  const { publish, rung } = publishing();
  const Records = [
    other('FEED', 'HEAD', 'MODIFY'),
    other('SUBSCRIPTION#sub_1', 'META'),
    other('SUBSCRIPTION#sub_1', '000000000007'),
    other('CHANGE#0', 'something'),
    record(3, { eventName: 'MODIFY' }),
    record(3, { eventName: 'REMOVE' }),
    { eventName: 'INSERT' } as DynamoDBRecord,
  ];
  expect(await publish({ Records })).toEqual({ batchItemFailures: [] });
  expect(rung).toEqual([]);
});

test('a queue that refuses gives the batch back from its first change on, and says so', async () => {
  const { publish, lines } = publishing(true);
  const Records = [other('FEED', 'HEAD', 'MODIFY'), record(3), record(4)];
  expect(await publish({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'at-3' }] });
  expect(lines).toMatchObject([{ level: 'ERROR', message: 'could not publish', through: 4 }]);
});
