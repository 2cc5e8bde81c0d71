import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { TrackerMetric } from '../../functions/lib/metric.ts';
import { type FunctionName, functionNames, functionSettings } from '../wiring.ts';
import type { AlarmName } from './alarms.ts';
import {
  apiErrorRate,
  apiLatency,
  deliverySuccess,
  functionErrorRate,
  indexThrottles,
  type Monitored,
  tableThrottles,
  tracker,
} from './metrics.ts';

const minute = Duration.minutes(1);
const fiveMinutes = Duration.minutes(5);
/** Two bad periods of five minutes out of three, because one failed request at night should wake nobody. */
const lasting = [2, 3] as const;

/** When an alarm rings. `hold` is how many of the last `of` periods must be bad; one of one by default. */
export type Threshold = {
  name: AlarmName;
  /** What distinguishes alarms of one name: the function, queue or index. */
  of?: string;
  metric: IMetric;
  above?: number;
  below?: number;
  hold?: readonly [bad: number, of: number];
  /** What missing data means; `good` by default. */
  silence?: 'good' | 'bad';
};

/** The alarms of a stage, without `canary-errors` and `budget`, which `monitoring.ts` makes. */
export const thresholds = (service: Monitored): Threshold[] => [
  { name: 'api-errors', metric: apiErrorRate(service.front.api), above: 1, hold: lasting },
  { name: 'api-slow', metric: apiLatency(service.front.api, Stats.p(99)), above: 2000, hold: lasting },
  ...functionNames.flatMap((name) => functionThresholds(service, name)),
  ...queueThresholds(service),
  { name: 'table-throttles', metric: tableThrottles(service.table.name), above: 0 },
  { name: 'table-throttles', of: 'indexes', metric: indexThrottles(service.table.name), above: 0 },
  { name: 'deliveries-failing', metric: deliverySuccess(service.stage, 20), below: 90 },
  { name: 'deliveries-overdue', metric: tracker(service.stage, 'OldestDue', Stats.MAXIMUM), above: 600 },
  {
    name: 'sweep-silent',
    metric: tracker(service.stage, 'SweepHeartbeat', Stats.SUM),
    below: 1,
    hold: [2, 2],
    silence: 'bad',
  },
  ...(service.watching ? watchThresholds(service.stage, service.watching.deadLetters) : []),
];

/** The watch's alarms are slow, because rounds are hourly and no document is worth a night. */
function watchThresholds(stage: string, deadLetters: Queue): Threshold[] {
  const hour = Duration.hours(1);
  const worst = (name: TrackerMetric) => tracker(stage, name, Stats.MAXIMUM, hour);
  const waiting = { statistic: Stats.MAXIMUM, period: fiveMinutes };
  return [
    { name: 'watch-failing', metric: worst('WatchDaysFailing'), above: 3 },
    { name: 'watch-layout', metric: worst('WatchLayoutsChanged'), above: 0 },
    {
      name: 'watch-silent',
      metric: tracker(stage, 'WatchHeartbeat', Stats.SUM, hour),
      below: 1,
      hold: [3, 3],
      silence: 'bad',
    },
    {
      name: 'dead-letters',
      of: 'watch',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(waiting),
      above: 0,
    },
  ];
}

function functionThresholds(service: Monitored, name: FunctionName): Threshold[] {
  const handler = service.functions[name].function;
  const duration = handler.metricDuration({ statistic: Stats.p(99), period: fiveMinutes });
  const throttles = handler.metricThrottles({ period: fiveMinutes });
  return [
    { name: 'function-errors', of: name, metric: functionErrorRate(name, handler), above: 1, hold: lasting },
    { name: 'function-throttles', of: name, metric: throttles, above: 0 },
    {
      name: 'function-slow',
      of: name,
      metric: duration,
      above: functionSettings[name].timeout * 800,
      hold: lasting,
    },
  ];
}

function queueThresholds({ functions, queues, deadLetters }: Monitored): Threshold[] {
  const { fanout, deliver } = queues;
  const age = { statistic: Stats.MAXIMUM, period: fiveMinutes };
  const iteratorAge = functions.publish.function.metric('IteratorAge', age);
  const dead = { fanout: fanout.deadLetters, deliver: deliver.deadLetters, ...deadLetters };
  const waiting = { statistic: Stats.MAXIMUM, period: minute };
  return [
    { name: 'stream-late', metric: iteratorAge, above: 300_000 },
    {
      name: 'queue-late',
      of: 'fanout',
      metric: fanout.queue.metricApproximateAgeOfOldestMessage(age),
      above: 900,
    },
    {
      name: 'queue-late',
      of: 'deliver',
      metric: deliver.queue.metricApproximateAgeOfOldestMessage(age),
      above: 900,
    },
    ...Object.entries(dead).map(([of, queue]): Threshold => {
      const metric = queue.metricApproximateNumberOfMessagesVisible(waiting);
      return { name: 'dead-letters', of, metric, above: 0 };
    }),
  ];
}
