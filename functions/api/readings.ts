import type { Route } from './http/route.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { changeRoutes } from './routes/changes.ts';
import { instrumentRoutes } from './routes/instruments.ts';
import { participationRoutes } from './routes/participations.ts';
import { proposalRoutes } from './routes/proposals.ts';
import { sourceRoutes } from './routes/sources.ts';
import { stateRoutes } from './routes/states.ts';

/** What anyone may ask of the record: all that a function loads when it starts. */
export const readings: readonly Route[] = [
  ...instrumentRoutes,
  ...stateRoutes,
  ...participationRoutes,
  ...sourceRoutes,
  ...changeRoutes,
  ...calendarRoutes,
  ...proposalRoutes,
];
