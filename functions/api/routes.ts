import type { Route } from './route.ts';
import { actionRoutes } from './routes/actions.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { changeRoutes } from './routes/changes.ts';
import { instrumentRoutes } from './routes/instruments.ts';
import { participationRoutes } from './routes/participations.ts';
import { serviceRoutes } from './routes/service.ts';
import { sourceRoutes } from './routes/sources.ts';
import { stateRoutes } from './routes/states.ts';

/** Every route there is: the router, the key check, the OpenAPI document and its tests walk this table. */
export const routes: readonly Route[] = [
  ...instrumentRoutes,
  ...stateRoutes,
  ...participationRoutes,
  ...actionRoutes,
  ...sourceRoutes,
  ...changeRoutes,
  ...calendarRoutes,
  ...serviceRoutes,
];
