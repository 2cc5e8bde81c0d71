import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryWidget,
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
  type Monitored,
  tableThrottles,
  tracker,
} from './metrics.ts';
import { lastErrorsQuery, logGroupsOf } from './queries.ts';

const graph = (title: string, left: IMetric[], right: IMetric[] = []): IWidget =>
  new GraphWidget({ title, left, right, width: 8, height: 6 });

/** One page, in four questions: is it well, is it used, does it deliver, what holds it up? */
export function createDashboard(
  scope: Construct,
  dashboardName: string,
  service: Monitored,
  alarms: Alarm[],
): Dashboard {
  return new Dashboard(scope, 'Dashboard', {
    dashboardName,
    defaultInterval: Duration.days(1),
    periodOverride: PeriodOverride.INHERIT,
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 6 })],
      requests(service),
      deliveries(service),
      machinery(service),
      ...depositaries(service),
      [lastErrors(service)],
    ],
  });
}

const requests = ({ front: { api }, functions }: Monitored): IWidget[] => [
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

const deliveries = ({ stage }: Monitored): IWidget[] => [
  graph('Changes and attempts', [
    tracker(stage, 'ChangesRecorded'),
    tracker(stage, 'DeliveriesOk'),
    tracker(stage, 'DeliveriesFailed'),
  ]),
  graph(
    'Delivered, % of an hour',
    [deliverySuccess(stage, 1)],
    [tracker(stage, 'DeliveriesExhausted'), tracker(stage, 'SubscriptionsDisabled')],
  ),
  graph(
    'Lag, ms; oldest due, s',
    [tracker(stage, 'DeliveryLag', Stats.p(50)), tracker(stage, 'DeliveryLag', Stats.p(99))],
    [tracker(stage, 'OldestDue', Stats.MAXIMUM)],
  ),
];

function machinery({ stage, queues, deadLetters, functions, table }: Monitored): IWidget[] {
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
    graph('Table throttles; sweeps', [tableThrottles(table.name)], [tracker(stage, 'SweepHeartbeat')]),
  ];
}

/** Shows whether the depositaries' documents are read, if they are watched. */
function depositaries({ stage, watching }: Monitored): IWidget[][] {
  if (!watching) return [];
  const failing = tracker(stage, 'WatchDaysFailing', Stats.MAXIMUM);
  const laidOut = tracker(stage, 'WatchLayoutsChanged', Stats.MAXIMUM);
  const waiting = watching.deadLetters.metricApproximateNumberOfMessagesVisible();
  return [
    [
      graph('Depositaries: days without a whole reading', [failing]),
      graph('Depositaries: layouts that no reader knows', [laidOut]),
      graph('Depositaries: rounds; dead letters', [tracker(stage, 'WatchHeartbeat')], [waiting]),
    ],
  ];
}

/** The newest errors that the functions logged, because that is the first question at 3 a.m. */
const lastErrors = (service: Monitored): IWidget =>
  new LogQueryWidget({
    title: 'Last errors',
    logGroupNames: logGroupsOf(service),
    queryLines: lastErrorsQuery,
    width: 24,
    height: 8,
  });
