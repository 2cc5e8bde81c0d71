import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { ErrorCode } from '../../core/errors.ts';
import { eventName, eventSchema } from '../../core/webhook/event-data.ts';
import { eventTypes } from '../../core/webhook/event-type.ts';
import { httpStatusOf, Problem, problemType } from '../../lib/http/problem.ts';
import { membersOf, type Route } from '../http/route.ts';
import { friendly, withPlainNames } from './friendly.ts';
import { type Examples, withParameterExamples } from './parameter-examples.ts';
import { webhooks, webhooksTag } from './webhooks.ts';

/** The words of each operation, and of its answers by status. */
export type Prose = Record<
  string,
  { summary: string; description?: string; answers: Record<string, string> }
>;

type Parts = { prose: Prose; examples: Examples; version: string };

/** Makes the OpenAPI document of a table of routes. It runs at build time, never in the function. */
export function documentOf(table: readonly Route[], { prose, examples, version }: Parts) {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of table) {
    const words = prose[route.operationId];
    if (!words) throw new Error(`prose.json says nothing of ${route.operationId}`);
    const operation = operationOf(route, words, shownOf(route, examples));
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation };
  }
  const tagNames = [...new Set(table.map(({ tag }) => tag))];
  const document = {
    openapi: '3.1.1' as const,
    info: infoOf(version),
    servers: [{ url: '/', description: 'Where this document is served.' }],
    tags: [...tagNames, webhooksTag].map((name) => ({ name, description: tags[name] ?? name })),
    paths,
    webhooks,
    components: {
      schemas: Object.fromEntries(eventTypes.map((type) => [eventName(type), eventSchema(type)])),
      securitySchemes: {
        key: {
          type: 'http' as const,
          scheme: 'bearer',
          description: 'A key, `trt_…`; an operation names the scope it needs.',
        },
      },
    },
  };
  return withParameterExamples(withPlainNames(createDocument(document, { override: friendly })), examples);
}

const infoOf = (version: string) => ({
  title: 'Treaty Ratification Tracker',
  version,
  description:
    'Which human rights treaties a State has signed, ratified, acceded to or left, since when, and how we know. ' +
    'Days are calendar days without a time zone; instants are RFC 3339 in UTC. Refusals are RFC 9457 problems with a stable `type`. ' +
    'Public answers carry an ETag: send it back as If-None-Match. Answers may gain members; pass over those that you do not know.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
});

const tags: Record<string, string> = {
  Instruments: 'Treaties and protocols, with their rules.',
  States: 'States and other participants.',
  Participations: "A State's position under an instrument, on any day, as known at any instant.",
  Actions: 'Treaty actions: recorded, corrected, never edited.',
  Sources: 'Documents that urge a State to join instruments.',
  Changes: 'What the world is told, in one gapless sequence.',
  Calendar: 'What takes effect between two days, past and to come.',
  Subscriptions: 'Signed webhooks to a URL that has agreed to them.',
  Deliveries: 'What was sent to a subscription, and sending it again.',
  'Event types': 'What webhooks carry, as JSON Schema.',
  Webhooks: 'The requests that a receiver gets; the section `webhooks` of this document has them.',
  Service: 'The service itself.',
};

/** Examples of one operation by their names. */
type ShownExamples = [name: string, example: Examples[string]][];

const shownOf = ({ operationId }: Route, examples: Examples): ShownExamples =>
  Object.entries(examples).flatMap(([as, example]) => {
    const [operation, name = 'example'] = as.split('/');
    return operation === operationId ? [[name, example]] : [];
  });

/** Examples as OpenAPI wants them: a single one bare, several by name. */
function inDocument(shown: readonly (readonly [name: string, value: unknown])[]) {
  const [first, ...others] = shown.filter(([, value]) => value !== undefined);
  if (!first) return {};
  if (others.length === 0) return { example: first[1] };
  return { examples: Object.fromEntries([first, ...others].map(([name, value]) => [name, { value }])) };
}

function operationOf(route: Route, words: Prose[string], shown: ShownExamples): ZodOpenApiOperationObject {
  const { operationId, tag, scope, params, query, body } = route;
  const { summary, description } = words;
  const header = headersOf(route);
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: scope ? [{ key: [scope] }] : [],
    ...((params || query || header) && {
      requestParams: { ...(params && { path: params }), ...(query && { query }), ...(header && { header }) },
    }),
    ...(body && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: body.schema,
            ...inDocument(shown.map(([name, { sent }]) => [name, sent])),
          },
        },
      },
    }),
    responses: { ...successes(route, words, shown), ...refusals(route) },
  };
}

const headerTexts = {
  'if-match': 'The ETag of the version that you revise; another version is refused with 412.',
  'if-none-match': '`*` to add what must not exist yet.',
  'idempotency-key':
    'Sent again within a day with the same body, the request is answered as before and records nothing.',
};

function headersOf({ headers }: Route): z.ZodObject | undefined {
  if (!headers) return undefined;
  const field = (name: keyof typeof headerTexts) =>
    z.string().optional().meta({ description: headerTexts[name] });
  return z.object(Object.fromEntries(headers.map((name) => [name, field(name)])));
}

function successes(
  { answers, reads, operationId, params, method }: Route,
  words: Prose[string],
  shown: ShownExamples,
) {
  const described = Object.entries(answers).map(([status, { schema, contentType }]) => {
    const description = words.answers[status];
    if (!description) throw new Error(`prose.json says nothing of ${operationId} ${status}`);
    const answered = shown.filter(([, example]) => example.status === Number(status));
    const example = inDocument(answered.map(([name, { answer }]) => [name, answer]));
    const content = schema && { content: { [contentType ?? 'application/json']: { schema, ...example } } };
    return [status, { description, ...content }] as const;
  });
  const unchanged = { 304: { description: 'Not changed since the ETag in If-None-Match.' } };
  const moved = {
    308: { description: 'A code or an id in another case: `Location` has the path as it is spelt here.' },
  };
  return {
    ...Object.fromEntries(described),
    ...(reads && unchanged),
    ...(method === 'GET' && params && moved),
  };
}

/** Refusals by status: those named by the route, and those that follow from its description. */
function refusals(route: Route) {
  const codes = new Set<ErrorCode>([...impliedRefusals(route), ...(route.refusals ?? [])]);
  const byStatus = Map.groupBy(codes, (code) => httpStatusOf[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, each]) => [
      status,
      {
        description: each.map((code) => `\`/problems/${code}\``).join(', '),
        content: { [problemType]: { schema: Problem } },
      },
    ]),
  );
}

function impliedRefusals({ scope, reads, params, query, body, headers }: Route): ErrorCode[] {
  return [
    'malformed-request',
    'invalid-input',
    ...(params ? (['not-found'] as const) : []),
    ...('cursor' in membersOf(query) ? (['bad-cursor'] as const) : []),
    ...(scope ? (['unauthenticated', 'forbidden'] as const) : []),
    ...(scope || reads ? (['too-many-requests'] as const) : []),
    ...(body ? (['payload-too-large', 'unsupported-media-type'] as const) : []),
    ...(headers?.includes('idempotency-key') ? (['idempotency-conflict'] as const) : []),
  ];
}
