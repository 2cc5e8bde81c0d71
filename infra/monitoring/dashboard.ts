import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  PeriodOverride,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { functionNames } from '../wiring.ts';
import {
  apiErrorRate,
  apiLatency,
  deliverySuccess,
  functionErrorRate,
  tableThrottles,
  tracker,
  type Watched,
} from './metrics.ts';

const graph = (title: string, left: IMetric[], right: IMetric[] = []): IWidget =>
  new GraphWidget({ title, left, right, width: 8, height: 6 });

/** One page: is it well, is it used, does it deliver, what holds it up. */
export function createDashboard(scope: Construct, service: Watched, alarms: Alarm[]): Dashboard {
  return new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.days(1),
    periodOverride: PeriodOverride.INHERIT,
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 6 })],
      requests(service),
      deliveries(),
      machinery(service),
    ],
  });
}

const requests = ({ front: { api }, functions }: Watched): IWidget[] => [
  graph('Requests', [api.metricCount()], [apiErrorRate(api)]),
  graph(
    'Latency',
    ['p50', 'p90', 'p99'].map((statistic) => apiLatency(api, statistic)),
  ),
  graph(
    'Function errors, %',
    functionNames.map((name) => functionErrorRate(name, functions[name].function)),
  ),
];

const deliveries = (): IWidget[] => [
  graph('Changes and attempts', [
    tracker('ChangesRecorded'),
    tracker('DeliveriesOk'),
    tracker('DeliveriesFailed'),
  ]),
  graph(
    'Delivered, % of an hour',
    [deliverySuccess(1)],
    [tracker('DeliveriesExhausted'), tracker('SubscriptionsDisabled')],
  ),
  graph(
    'Lag, ms; oldest due, s',
    [tracker('DeliveryLag', Stats.p(50)), tracker('DeliveryLag', Stats.p(99))],
    [tracker('OldestDue', Stats.MAXIMUM)],
  ),
];

function machinery({ queues, deadLetters, functions, table }: Watched): IWidget[] {
  const dead = [queues.fanout.deadLetters, queues.deliver.deadLetters, ...Object.values(deadLetters)];
  return [
    graph(
      'Waiting, s',
      Object.values(queues).map(({ queue }) => queue.metricApproximateAgeOfOldestMessage()),
      [functions.publish.function.metric('IteratorAge', { statistic: Stats.MAXIMUM })],
    ),
    graph(
      'Dead letters',
      dead.map((queue) => queue.metricApproximateNumberOfMessagesVisible()),
    ),
    graph('Table throttles; sweeps', [tableThrottles(table.name)], [tracker('SweepHeartbeat')]),
  ];
}
