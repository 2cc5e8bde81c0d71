import * as z from 'zod';
import { eventTypes, isInFeed } from '../../core/webhook/event-type.ts';
import { linkTo } from '../../lib/http/base-path.ts';
import { route } from '../http/route.ts';

const tag = 'Event types';
const path = '/v1/event-types' as const;

const EventTypeEntry = z.lazy(() =>
  z.object({
    type: z.string(),
    inFeed: z.boolean().describe('Whether it is in the feed; else it is sent to one subscription only.'),
    schema: z.string().describe('Where its JSON Schema is.'),
  }),
);

const ListedEventType = z.lazy(() => z.enum(eventTypes).meta({ id: 'EventType' }));

const JsonSchema = z.looseObject({ $schema: z.string() });

export const eventTypeRoutes = [
  route(
    {
      method: 'GET',
      path,
      operationId: 'listEventTypes',
      tag,
      scope: null,
      answers: { 200: { schema: z.object({ data: z.array(EventTypeEntry) }) } },
    },
    (c) => {
      const schemas = linkTo(c.var.deps.publicUrl, path);
      const data = eventTypes.map((type) => ({
        type,
        inFeed: isInFeed(type),
        schema: `${schemas}/${type}`,
      }));
      return c.json({ data }, 200);
    },
  ),

  route(
    {
      method: 'GET',
      path: `${path}/{type}`,
      operationId: 'getEventType',
      tag,
      scope: null,
      params: z.object({ type: ListedEventType }),
      answers: {
        200: { schema: JsonSchema, contentType: 'application/schema+json' },
      },
      refusals: ['not-found'],
    },
    async (c) => {
      const { type } = c.req.valid('param');
      const { events } = await c.var.deps.texts();
      const text = events[type];
      if (!text) throw new Error(`no schema of ${type}`);
      return c.body(text, 200);
    },
  ),
];
