import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

/**
 * A shard whose members are to be given every change through `through`. A page after the first says after which member
 * it begins and from which sequence its part of the feed does, so that it is dropped once that part is done.
 */
export type FanoutJob = { shard: number; through: number; page?: { from: number; after: string } };

/** One delivery to be attempted; `delivery` is what follows `DELIVERY#` in its sort key. */
export type DeliverJob = { subscription: string; delivery: string };

export type Queues = {
  fanout(jobs: FanoutJob[]): Promise<void>;
  /** `delaySeconds` is 0 to 900, SQS's own bound; throws RangeError beyond it. */
  deliver(jobs: DeliverJob[], delaySeconds?: number): Promise<void>;
};

type Deps = { client: SQSClient; fanoutUrl: string; deliverUrl: string };

/** The doorbells. Jobs carry ids only; the table holds the truth. Throws when SQS has refused any of them. */
export function createQueues({ client, fanoutUrl, deliverUrl }: Deps): Queues {
  return {
    fanout: (jobs) => sendAll(client, fanoutUrl, jobs, 0),
    deliver: (jobs, delaySeconds = 0) => sendAll(client, deliverUrl, jobs, delaySeconds),
  };
}

const batchSize = 10;
const longestDelay = 900;

async function sendAll(client: SQSClient, url: string, jobs: object[], delaySeconds: number): Promise<void> {
  if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > longestDelay) {
    throw new RangeError(`SQS delays a message by 0 to ${longestDelay} s, not by ${delaySeconds}`);
  }
  for (let from = 0; from < jobs.length; from += batchSize) {
    await sendBatch(client, url, jobs.slice(from, from + batchSize), delaySeconds);
  }
}

async function sendBatch(
  client: SQSClient,
  url: string,
  jobs: object[],
  delaySeconds: number,
): Promise<void> {
  const { Failed = [] } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: jobs.map((job, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(job),
        DelaySeconds: delaySeconds,
      })),
    }),
  );
  const [first] = Failed;
  if (first) throw new Error(`SQS refused ${Failed.length} of ${jobs.length} jobs: ${first.Code}`);
}
