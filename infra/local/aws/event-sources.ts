import type { Log } from '../../../functions/lib/log.ts';
import {
  functionSettings,
  type QueueName,
  queueSettings,
  schedule,
  streamSettings,
  watchSettings,
} from '../../wiring.ts';
import type { Backlog } from '../pumps/backlog.ts';
import { createNudge, nudgeOnCommit } from '../pumps/nudge.ts';
import type { Positions } from '../pumps/position.ts';
import type { Pump } from '../pumps/pump.ts';
import { startQueuePump } from '../pumps/queue.ts';
import { startSchedulePump } from '../pumps/schedule.ts';
import { createScheduleDeadLetters } from '../pumps/schedule-dead-letter.ts';
import { startStreamPump } from '../pumps/stream.ts';
import { createStreamDeadLetters } from '../pumps/stream-dead-letter.ts';
import type { LocalFunctions } from './functions.ts';
import type { Substrate } from './substrate.ts';

type SourceSettings = {
  substrate: Substrate;
  functions: Partial<LocalFunctions>;
  positions: Positions;
  /** Where the senders' requests are counted: no more work is given to them until `room` resolves. */
  sending: Pick<Backlog, 'room'>;
  log: Log;
};

/** Connects the stream, the queues and the clock to their functions, with the numbers of the wiring. */
export function startEventSources(sources: SourceSettings): Pump {
  const pumps = [
    streamTo(sources),
    queueTo('fanout', sources),
    queueTo('deliver', sources, sources.sending.room),
    clockTo(sources),
    hourlyTo(sources),
  ];
  return {
    stop: async () => {
      await Promise.all(pumps.map((pump) => pump?.stop()));
    },
  };
}

function streamTo({ substrate, functions, positions, log }: SourceSettings): Pump | undefined {
  if (!functions.publish) return undefined;
  const { client, streams, streamArn, sqs, queues } = substrate;
  const { url } = queues.publishDeadLetters;
  const nudge = createNudge();
  nudgeOnCommit(client, streamSettings.filter, nudge);
  return startStreamPump({
    streams,
    streamArn,
    settings: streamSettings,
    filter: streamSettings.filter,
    timeout: functionSettings.publish.timeout,
    invoke: functions.publish,
    positions,
    nudge,
    discard: createStreamDeadLetters({ sqs, url, streamArn, functionName: 'publish' }),
    log: log.with({ function: 'publish' }),
  });
}

function queueTo(
  name: QueueName,
  { substrate, functions, log }: SourceSettings,
  room?: () => Promise<void>,
): Pump | undefined {
  const invoke = functions[name];
  if (!invoke) return undefined;
  return startQueuePump({
    sqs: substrate.sqs,
    queue: substrate.queues[name],
    settings: queueSettings[name],
    timeout: functionSettings[name].timeout,
    invoke,
    ...(room && { room }),
    log: log.with({ function: name }),
  });
}

function clockTo({ substrate, functions, log }: SourceSettings): Pump | undefined {
  if (!functions.sweep) return undefined;
  const { sqs, queues } = substrate;
  return startSchedulePump({
    settings: { ...schedule, every: schedule.sweepEvery },
    timeout: functionSettings.sweep.timeout,
    invoke: functions.sweep,
    discard: createScheduleDeadLetters({ sqs, url: queues.sweepDeadLetters.url, functionName: 'sweep' }),
    log: log.with({ function: 'sweep' }),
  });
}

function hourlyTo({ substrate, functions, log }: SourceSettings): Pump | undefined {
  if (!functions.watch) return undefined;
  const { sqs, queues } = substrate;
  const { invoke, abort } = functions.watch;
  const pump = startSchedulePump({
    settings: { ...schedule, every: schedule.watchEvery },
    timeout: watchSettings.timeout,
    invoke,
    discard: createScheduleDeadLetters({ sqs, url: queues.sweepDeadLetters.url, functionName: 'watch' }),
    log: log.with({ function: 'watch' }),
  });
  return {
    stop: () => {
      abort();
      return pump.stop();
    },
  };
}
