import { setTimeout } from 'node:timers/promises';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Log } from '../../../functions/lib/log.ts';
import { type BatchAnswer, failedItems } from './failures.ts';
import { type Invoke, invokeWithin } from './invoke.ts';

/** Why records went to the on-failure destination instead of the function, in Lambda's words. */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export type Discarded = { condition: DiscardCondition; records: DynamoDBRecord[]; invocations: number };

export type StreamBatchOptions = {
  settings: {
    retryAttempts: number;
    /** Seconds. */
    maxRecordAge: number;
    bisectBatchOnError: boolean;
    reportBatchItemFailures: boolean;
  };
  /** Time limit of the function, seconds. */
  timeout: number;
  invoke: Invoke<DynamoDBStreamEvent, DynamoDBBatchResponse | BatchAnswer>;
  /** Told of records that are given up, before the position moves past them. */
  discard: (discarded: Discarded) => Promise<void>;
  /** Told the last sequence number through which everything is done. */
  checkpoint: (sequenceNumber: string) => Promise<void>;
  /** Milliseconds before retry n, counted from 1. */
  backoff?: (retry: number) => number;
  now?: () => number;
  log: Log;
};

/**
 * Takes one batch to its end in order: done, or given up after its retries or its age. A batch that fails is
 * cut in two if the wiring says so, which costs no retry; a partial failure goes on from the lowest failed
 * sequence number. Returns early on `stop`, with the rest undone.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export async function settleBatch(
  options: StreamBatchOptions,
  batch: DynamoDBRecord[],
  stop: AbortSignal,
): Promise<void> {
  let records = batch;
  for (let invocations = 0; records.length > 0 && !stop.aborted; ) {
    const young = await dropAged(options, records, invocations);
    if (young.length < records.length) {
      records = young;
      continue;
    }
    const done = await attempt(options, records);
    invocations += 1;
    if (done > 0) {
      await options.checkpoint(sequenceOf(records[done - 1]));
      records = records.slice(done);
      invocations = 0;
    } else if (options.settings.bisectBatchOnError && records.length > 1) {
      const middle = Math.ceil(records.length / 2);
      await settleBatch(options, records.slice(0, middle), stop);
      records = records.slice(middle);
      invocations = 0;
    } else if (invocations > options.settings.retryAttempts) {
      await giveUp(options, { condition: 'RetryAttemptsExhausted', records, invocations });
      return;
    } else {
      await pause(options, invocations, stop);
    }
  }
}

/** Answers how many records from the front are done. */
async function attempt(options: StreamBatchOptions, records: DynamoDBRecord[]): Promise<number> {
  const { settings, timeout, invoke, log } = options;
  const identifiers = records.map(sequenceOf);
  try {
    const answer = await invokeWithin(invoke, { Records: records }, timeout);
    if (!settings.reportBatchItemFailures) return records.length;
    const failed = failedItems(answer ?? undefined, identifiers);
    if (failed === 'all') throw new Error('The partial batch response names no record of the batch');
    const lowest = identifiers.findIndex((identifier) => failed.has(identifier));
    if (lowest >= 0)
      log.warn('Records failed', { from: identifiers[lowest], failed: failed.size, of: records.length });
    return lowest < 0 ? records.length : lowest;
  } catch (error) {
    log.error('A stream batch failed', { from: identifiers[0], records: records.length, error });
    return 0;
  }
}

/** Gives up records at the front that are too old, and answers the others. */
async function dropAged(
  options: StreamBatchOptions,
  records: DynamoDBRecord[],
  invocations: number,
): Promise<DynamoDBRecord[]> {
  const { settings, now = Date.now } = options;
  const oldest = now() / 1000 - settings.maxRecordAge;
  const isAged = (record: DynamoDBRecord) =>
    (record.dynamodb?.ApproximateCreationDateTime ?? oldest) < oldest;
  const keep = records.findIndex((record) => !isAged(record));
  const aged = keep < 0 ? records : records.slice(0, keep);
  if (aged.length === 0) return records;
  await giveUp(options, { condition: 'RecordAgeExceeded', records: aged, invocations });
  return records.slice(aged.length);
}

async function giveUp(options: StreamBatchOptions, discarded: Discarded): Promise<void> {
  const { condition, records } = discarded;
  options.log.error('Stream records are given up', { condition, records: records.length });
  await options.discard(discarded);
  await options.checkpoint(sequenceOf(records.at(-1)));
}

async function pause(options: StreamBatchOptions, retry: number, stop: AbortSignal): Promise<void> {
  const { backoff = (n: number) => Math.min(60_000, 100 * 2 ** (n - 1)) } = options;
  await setTimeout(backoff(retry), undefined, { signal: stop }).catch(() => undefined);
}

export function sequenceOf(record: DynamoDBRecord | undefined): string {
  return record?.dynamodb?.SequenceNumber ?? '';
}
