import type { Route } from './http/route.ts';
import { instrumentRoutes } from './routes/instruments.ts';
import { participationRoutes } from './routes/participations.ts';
import { stateRoutes } from './routes/states.ts';

/** What most ask of the record, and anyone may: what a function loads when it starts. */
export const readings: readonly Route[] = [...instrumentRoutes, ...stateRoutes, ...participationRoutes];
