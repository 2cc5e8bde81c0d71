import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { passes } from '../../../infra/local/pumps/filter.ts';
import { openShard } from '../../../infra/local/pumps/stream-shard.ts';
import { streamSettings } from '../../../infra/wiring.ts';
import type { TestTable } from '../../support/engine/table.ts';
import type { Chance } from '../chance.ts';
import type { Faults } from './faults.ts';

type Kept = { record: DynamoDBRecord; fromMs: number; given: number };

type Around = { faults: Faults; chance: Chance; nowMs: () => number };

/** The table's own stream: records come late, twice, out of order or never, and failed ones come again. */
export async function createStream(table: TestTable, { faults, chance, nowMs }: Around) {
  const read = await readerOf(table);
  let kept: Kept[] = [];

  const keep = (record: DynamoDBRecord) => {
    if (faults.strike('stream: record lost', 0.08)) return;
    const late = faults.strike('stream: record late', 0.1) ? chance.pick([60, 3_600, 86_400]) * 1000 : 0;
    kept.push({ record, fromMs: nowMs() + late, given: 0 });
    if (faults.strike('stream: record doubled', 0.08)) kept.push({ record, fromMs: nowMs(), given: 0 });
  };

  /** The next batch, or nothing; it comes again unless settled. */
  const next = async (): Promise<DynamoDBRecord[]> => {
    for (const record of await read()) keep(record);
    const due = kept.filter(({ fromMs }) => fromMs <= nowMs()).slice(0, 1 + chance.below(5));
    for (const one of due) one.given++;
    const records = due.map(({ record }) => record);
    return records.length > 1 && faults.strike('stream: out of order', 0.3) ? records.reverse() : records;
  };

  return {
    next,
    settle: (records: readonly DynamoDBRecord[], isDone: boolean) => {
      const isOver = ({ given }: Kept) => isDone || given > streamSettings.retryAttempts;
      kept = kept.filter((one) => !records.includes(one.record) || !isOver(one));
    },
  };
}

/** Reads on, through the function's event filter. */
async function readerOf({ raw, name, streams: open }: TestTable): Promise<() => Promise<DynamoDBRecord[]>> {
  const { Table } = await raw.send(new DescribeTableCommand({ TableName: name }));
  const streamArn = Table?.LatestStreamArn ?? '';
  const streams = open();
  const described = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const [{ ShardId = '' } = {}] = described.StreamDescription?.Shards ?? [];
  const shard = openShard({ streams, streamArn }, ShardId, undefined);
  const atOnce = 1_000;
  return async () => {
    const found: DynamoDBRecord[] = [];
    for (;;) {
      const page = await shard.read(atOnce);
      if (page === 'ended') return found;
      found.push(...page.filter((record) => passes(streamSettings.filter, record)));
      if (page.length < atOnce) return found;
    }
  };
}
