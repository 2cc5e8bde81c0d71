import { later } from '../../../functions/core/instant.ts';
import { postLimits } from '../../../functions/deliver/posting/send.ts';
import type { DeliverJob } from '../../../functions/lib/queues.ts';
import { createStore } from '../../../functions/store/index.ts';
import { createDocuments, createLocalDynamo } from '../../../infra/local/aws/clients.ts';
import { jobsEvent } from '../../support/jobs.ts';
import { publicUrl } from '../../support/record-fixture.ts';
import { deliveringOf } from '../delivering.ts';
import { sendToLoopback } from '../receiver.ts';

export type Order = { endpoint: string; table: string; jobs: DeliverJob[]; ahead: number };

/** A sender with one batch to send, whose clock is `ahead` milliseconds fast. */
const { endpoint, table, jobs, ahead }: Order = JSON.parse(process.argv[2] ?? '');
const store = createStore({ client: createDocuments(createLocalDynamo(endpoint)), table, publicUrl });
const { deliver } = deliveringOf(store, {
  now: () => later(new Date().toISOString(), ahead),
  send: sendToLoopback(postLimits),
});
const { batchItemFailures } = await deliver(jobsEvent(jobs));
process.exit(batchItemFailures.length);
