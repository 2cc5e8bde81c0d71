import { DeleteMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';

/** Deletes a message that is done; settles once SQS has answered. */
export type Remove = (record: Pick<SQSRecord, 'receiptHandle'>) => Promise<void>;

type From = { sqs: SQSClient; queue: { url: string } };
type WaitingRemoval = { receiptHandle: string; resolve: () => void; reject: (error: unknown) => void };

/** Messages that SQS deletes in one call at most. */
const most = 10;

/**
 * Deletes at once while nothing is being deleted. Messages that are done meanwhile go together, as with
 * Lambda's pollers.
 */
export function createRemover(from: From): Remove {
  const waiting: WaitingRemoval[] = [];
  let isRemoving = false;

  const removeAll = async (): Promise<void> => {
    isRemoving = true;
    await Promise.resolve();
    while (waiting.length > 0) await removeSome(from, waiting.splice(0, most));
    isRemoving = false;
  };

  return ({ receiptHandle }) =>
    new Promise((resolve, reject) => {
      waiting.push({ receiptHandle, resolve, reject });
      if (!isRemoving) void removeAll();
    });
}

async function removeSome({ sqs, queue }: From, some: readonly WaitingRemoval[]): Promise<void> {
  const Entries = some.map(({ receiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle: receiptHandle,
  }));
  try {
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries }));
    for (const { resolve } of some) resolve();
  } catch (error) {
    for (const { reject } of some) reject(error);
  }
}
