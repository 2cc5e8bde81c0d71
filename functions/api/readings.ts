import type { Route } from './http/route.ts';
import { changeRoutes } from './routes/changes.ts';
import { instrumentRoutes } from './routes/instruments.ts';
import { participationRoutes } from './routes/participations.ts';
import { sourceRoutes } from './routes/sources.ts';
import { stateRoutes } from './routes/states.ts';

/** The routes that most clients ask and that need no key, which a function loads at its start. */
export const readings: readonly Route[] = [
  ...instrumentRoutes,
  ...stateRoutes,
  ...participationRoutes,
  ...sourceRoutes,
  ...changeRoutes,
];
