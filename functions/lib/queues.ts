import type {
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
  SQSClientConfig,
} from '@aws-sdk/client-sqs';
import type { Log } from './log.ts';

/**
 * A shard to be fanned out through the sequence `through`. A later page names the member it continues after
 * and the sequence its part begins from, so that it is dropped if that part is done already.
 */
export type FanoutJob = {
  shard: number;
  through: number;
  page?: { from: number; after: string } | undefined;
};

/**
 * A delivery to attempt; `delivery` is its sort key after `DELIVERY#`. `inTurn` means that others of its
 * subscription wait for a slot, so its sender rings for the next.
 */
export type DeliverJob = { subscription: string; delivery: string; inTurn?: true | undefined };

export type Queues = {
  fanout(jobs: FanoutJob[]): Promise<void>;
  /** `delaySeconds` is 0 to 900, SQS's bound. @throws RangeError beyond it */
  deliver(jobs: DeliverJob[], delaySeconds?: number): Promise<void>;
};

type RungRow = { subscription: string; key: string };

type Ringing = {
  /** Seconds, 0 to 900. */
  delay?: number;
  /** Whether others of their subscriptions wait for a slot. */
  inTurn?: boolean;
};

/**
 * Rings for rows: the one way to call senders. A failure is only logged, because the sweep finds the rows,
 * which are the truth.
 */
export const ringFor =
  ({ queues, log }: { queues: Pick<Queues, 'deliver'>; log: Log }) =>
  async (rows: readonly RungRow[], { delay = 0, inTurn = false }: Ringing = {}): Promise<void> => {
    if (rows.length === 0) return;
    const jobs = rows.map(({ subscription, key }) => ({
      subscription,
      delivery: key,
      ...(inTurn && { inTurn: true as const }),
    }));
    try {
      await (delay > 0 ? queues.deliver(jobs, delay) : queues.deliver(jobs));
    } catch (error) {
      log.warn('doorbells not rung', { rows: rows.length, error });
    }
  };

/** Credentials and region, from the configuration of any AWS client. */
export type Aws = Pick<SQSClientConfig, 'credentials' | 'region'>;

type Deps = { aws: Aws; fanoutUrl: string; deliverUrl: string; endpoint?: string | undefined };

/**
 * The queues. Jobs carry ids only, because the table holds the truth. @throws Error if SQS refuses any job
 */
export function createQueues({ fanoutUrl, deliverUrl, ...place }: Deps): Queues {
  let opened: Promise<Sqs> | undefined;
  const sqs = () => {
    opened ??= openSqs(place);
    return opened;
  };
  return {
    fanout: (jobs) => sendAll({ sqs, url: fanoutUrl }, jobs, 0),
    deliver: (jobs, delaySeconds = 0) => sendAll({ sqs, url: deliverUrl }, jobs, delaySeconds),
  };
}

type Sqs = (batch: SendMessageBatchCommandInput) => Promise<SendMessageBatchCommandOutput>;

/** Loads the client with the first job, because many instances send none. */
async function openSqs({
  aws: { credentials, region },
  endpoint,
}: Pick<Deps, 'aws' | 'endpoint'>): Promise<Sqs> {
  const { SendMessageBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  const place = {
    ...(region && { region }),
    ...(credentials && { credentials }),
    ...(endpoint && { endpoint }),
  };
  const client = new SQSClient({ ...place, requestHandler: impatient });
  return (batch) => client.send(new SendMessageBatchCommand(batch));
}

/** Milliseconds for each of three tries, because no function should wait long for a queue. */
export const impatient = { connectionTimeout: 3000, requestTimeout: 3000, throwOnRequestTimeout: true };

const batchSize = 10;
const batchesAtOnce = 4;
const longestDelay = 900;

type SqsQueue = { sqs: () => Promise<Sqs>; url: string };

async function sendAll(queue: SqsQueue, jobs: object[], delaySeconds: number): Promise<void> {
  if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > longestDelay) {
    throw new RangeError(`SQS delays a message by 0 to ${longestDelay} s, not by ${delaySeconds}`);
  }
  const batches = Array.from({ length: Math.ceil(jobs.length / batchSize) }, (_, index) =>
    jobs.slice(index * batchSize, (index + 1) * batchSize),
  );
  const rest = batches.values();
  const one = async () => {
    for (const batch of rest) await sendBatch(queue, batch, delaySeconds);
  };
  await Promise.all(Array.from({ length: Math.min(batches.length, batchesAtOnce) }, one));
}

async function sendBatch({ sqs, url }: SqsQueue, jobs: object[], delaySeconds: number): Promise<void> {
  const send = await sqs();
  const { Failed = [] } = await send({
    QueueUrl: url,
    Entries: jobs.map((job, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(job),
      DelaySeconds: delaySeconds,
    })),
  });
  const [first] = Failed;
  if (first) throw new Error(`SQS refused ${Failed.length} of ${jobs.length} jobs: ${first.Code}`);
}
