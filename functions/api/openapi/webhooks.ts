import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { eventName } from '../../core/webhook/event-data.ts';
import { type EventType, eventTypes, isInFeed } from '../../core/webhook/event-type.ts';

/**
 * Says the headers in words, because generators turn a webhook's parameters into code that does not compile.
 */
const description =
  'With the headers of Standard Webhooks 1.0.0: `webhook-id`, the same at every attempt, so drop those you have; ' +
  '`webhook-timestamp`, the seconds since 1970 at which it was sent, of which refuse what is five minutes off; ' +
  '`webhook-signature`, `v1,…` and `v1a,…` over `id.timestamp.body`, separated by spaces, of which one that verifies is enough.';

/**
 * No path has this tag, because generators make one file per tag and would overwrite the paths' file with the
 * webhooks'.
 */
export const webhooksTag = 'Webhooks';

const responses = {
  '200': { description: 'Received; any 2xx will do.' },
  '410': { description: 'Wanted no more: nothing is sent to the subscription again.' },
};

/** The requests that receivers get, as OpenAPI webhooks. */
export const webhooks: ZodOpenApiPathsObject = Object.fromEntries(
  eventTypes.map((type) => [type, { post: operationOf(type) }]),
);

function operationOf(type: EventType) {
  const name = eventName(type);
  return {
    operationId: `on${name}`,
    tags: [webhooksTag],
    summary: isInFeed(type) ? `\`${type}\`, in the feed too` : `\`${type}\`, to one subscription only`,
    security: [],
    description,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
    },
    responses,
  };
}
