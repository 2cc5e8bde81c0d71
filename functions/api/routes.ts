import type { Route } from './http/route.ts';
import { readings } from './readings.ts';
import { actionRoutes } from './routes/actions.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { eventTypeRoutes } from './routes/event-types.ts';
import { problemRoutes } from './routes/problems.ts';
import { decisionRoutes, proposalRoutes } from './routes/proposals.ts';
import { revisionRoutes } from './routes/revisions.ts';
import { serviceRoutes } from './routes/service.ts';
import { stateActionRoutes } from './routes/state-actions.ts';
import { confirmRoutes } from './routes/subscriptions/confirm.ts';
import { deliveryRoutes } from './routes/subscriptions/deliveries.ts';
import { replayRoutes } from './routes/subscriptions/deliveries-replay.ts';
import { operationRoutes } from './routes/subscriptions/operations.ts';
import { previewRoutes } from './routes/subscriptions/preview.ts';
import { subscriptionRoutes } from './routes/subscriptions/subscriptions.ts';
import { watchRoutes } from './routes/watch.ts';

/** Every route. The router, the key check, the OpenAPI document and its tests all walk this table. */
export const routes: readonly Route[] = [
  ...readings,
  ...stateActionRoutes,
  ...calendarRoutes,
  ...proposalRoutes,
  ...actionRoutes,
  ...revisionRoutes,
  ...decisionRoutes,
  ...watchRoutes,
  ...subscriptionRoutes,
  ...confirmRoutes,
  ...operationRoutes,
  ...previewRoutes,
  ...deliveryRoutes,
  ...replayRoutes,
  ...eventTypeRoutes,
  ...problemRoutes,
  ...serviceRoutes,
];
