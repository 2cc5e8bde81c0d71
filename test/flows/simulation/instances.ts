import { createApi } from '../../../functions/api/api.ts';
import { hour, later } from '../../../functions/core/instant.ts';
import { createDeliver } from '../../../functions/deliver/deliver.ts';
import { createFanout } from '../../../functions/fanout/fanout.ts';
import { createLog } from '../../../functions/lib/log.ts';
import { createPublish } from '../../../functions/publish/publish.ts';
import { createStore } from '../../../functions/store/index.ts';
import { createSweep } from '../../../functions/sweep/sweep.ts';
import { sendThrough } from './sending.ts';
import type { Run } from './steps.ts';
import { perilousClient } from './table.ts';
import type { World } from './world.ts';

/** All handlers in one process, with its memory and a clock that is slightly off. */
type Instance = ReturnType<typeof startInstance>;

function startInstance(world: World) {
  const { table, chance, history, messages, receivers, publicUrl } = world;
  const skew = chance.pick([0, 0, -2_500, 2_500]);
  let current: Run | undefined;
  const run = (): Run => {
    if (!current) throw new Error('an instance does nothing between invocations');
    return current;
  };
  const now = () => later(new Date(world.clock.ms).toISOString(), skew);
  const client = perilousClient(table.client, world, run);
  const pause = () => run().step(async () => {});
  const store = { ...createStore({ client, table: table.name, publicUrl, pause }), newId: world.newId };
  const deps = {
    store: world.sabotage(store),
    queues: messages.queuesOf(run),
    now,
    log: createLog({ write: (line) => history.printed.push(line) }),
    publicUrl,
    version: '0.0.0',
    masterSecret: async () => world.master,
    random: chance.next,
    send: sendThrough(world, { run, now }),
    addressPolicy: receivers.policy,
    perDomain: 1_000,
    patience: { host: 1_000_000, domain: 1_000_000 },
    longestWait: 0,
    hold: 0,
    /** No machine is so slow: the life that a seed makes may not depend on its machine. */
    tellSlowAfter: hour,
    writeLimit: { perSecond: 1_000, burst: 1_000 },
    atOnce: { members: 2, changes: 3 },
  };
  return {
    serve: (by: Run) => {
      current = by;
    },
    publish: createPublish(deps),
    fanout: createFanout(deps),
    deliver: createDeliver(deps),
    sweep: createSweep(deps),
    api: createApi(deps),
    store: deps.store,
    now,
  };
}

/** A process serves many invocations, one at a time; a crashed one never returns. */
export function createInstances(world: World) {
  const idle: Instance[] = [];
  return async (run: Run, use: (instance: Instance) => Promise<void>): Promise<void> => {
    const instance = idle.pop() ?? startInstance(world);
    instance.serve(run);
    try {
      await use(instance);
    } finally {
      if (!run.crashed && !world.chance.in(0.05)) idle.push(instance);
    }
  };
}

export type Instances = ReturnType<typeof createInstances>;
