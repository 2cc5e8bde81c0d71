export const metricNamespace = 'TreatyRatificationTracker';

/** What functions report, with its unit in CloudWatch. Each is told by stage. */
export const metricUnits = {
  ChangesRecorded: 'Count',
  DeliveriesOk: 'Count',
  DeliveriesFailed: 'Count',
  DeliveriesExhausted: 'Count',
  DeliveryLag: 'Milliseconds',
  OldestDue: 'Seconds',
  SubscriptionsDisabled: 'Count',
  SweepHeartbeat: 'Count',
  WatchDaysFailing: 'Count',
  WatchHeartbeat: 'Count',
  WatchLayoutsChanged: 'Count',
} as const satisfies Record<string, 'Count' | 'Milliseconds' | 'Seconds'>;

export type TrackerMetric = keyof typeof metricUnits;
