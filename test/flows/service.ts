import { createDeliver } from '../../functions/deliver/deliver.ts';
import { postLimits } from '../../functions/deliver/posting/send.ts';
import { createFanout } from '../../functions/fanout/fanout.ts';
import { createPublish } from '../../functions/publish/publish.ts';
import { createSweep } from '../../functions/sweep/sweep.ts';
import { master, start } from '../deliver/delivering.ts';
import { sendToLoopback } from '../deliver/receiver.ts';
import { freshTable } from '../support/engine/table.ts';
import { captureLog } from '../support/quiet-log.ts';
import { publicUrl, withRecord } from '../support/record-fixture.ts';
import { type Crash, perishable } from './crash.ts';
import { createDoorbells } from './doorbells.ts';
import { streamOf } from './table-stream.ts';

export type Service = Awaited<ReturnType<typeof aService>>;

/** The functions and their parts, before anything happens. */
export async function aService(random: () => number) {
  const table = await freshTable();
  const store = await withRecord(table, '2026-11-23T18:15:20.000Z');
  const clock = { now: start };
  const doorbells = createDoorbells(() => clock.now);
  const { log, lines } = captureLog();
  const deps = {
    store,
    queues: doorbells.queues,
    now: () => clock.now,
    log,
    publicUrl,
    version: '1.2.3',
    masterSecret: async () => master,
    send: sendToLoopback(postLimits),
    random,
  };
  const crash: Crash = { at: null };
  const publish = createPublish(deps);
  return {
    store,
    clock,
    doorbells,
    lines,
    deps,
    crash,
    take: { fanout: createFanout(deps), deliver: perishable(createDeliver, deps, table, crash) },
    sweep: perishable(createSweep, deps, table, crash),
    anotherSweep: () => createSweep(deps),
    /** Shows `publish` what was added to the table's stream. */
    stream: await streamOf(table, store, async (event) => void (await publish(event))),
  };
}
