import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { type EventType, eventTypes, isInFeed } from '../../core/webhook/event-type.ts';
import { eventName } from '../../core/webhook/event-types.ts';

const text = { type: 'string' } as const;

/** What each request carries beside its body (Standard Webhooks 1.0.0). */
const headers = [
  { name: 'webhook-id', schema: text, description: 'The same at every attempt: drop those you have.' },
  {
    name: 'webhook-timestamp',
    schema: { ...text, pattern: '^[0-9]+$' },
    description: 'When it was sent, in seconds since 1970; refuse one that is five minutes off.',
  },
  {
    name: 'webhook-signature',
    schema: text,
    description:
      '`v1,…` and `v1a,…` over `id.timestamp.body`, separated by spaces; one that verifies is enough.',
  },
].map((header) => ({ ...header, in: 'header' as const, required: true }));

const responses = {
  '200': { description: 'Received; any 2xx will do.' },
  '410': { description: 'Wanted no more: nothing is sent to the subscription again.' },
};

/** What is sent to subscriptions, as the requests that a receiver gets. */
export const webhooks: ZodOpenApiPathsObject = Object.fromEntries(
  eventTypes.map((type) => [type, { post: operationOf(type) }]),
);

function operationOf(type: EventType) {
  const name = eventName(type);
  return {
    operationId: `on${name}`,
    tags: ['Event types'],
    summary: isInFeed(type) ? `\`${type}\`, in the feed too` : `\`${type}\`, to one subscription only`,
    security: [],
    parameters: headers,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
    },
    responses,
  };
}
