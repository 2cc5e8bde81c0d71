import { beforeAll, expect, test } from 'vitest';
import { eventTypes } from '../../../functions/core/webhook/event-type.ts';
import { type Client, clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { withRecord } from '../../support/record-fixture.ts';

let client: Client;

beforeAll(async () => {
  client = clientOf(await withRecord(await freshTable()));
});

test('every type is listed with its schema, and each schema is served', async () => {
  const { json } = await client.get('/v1/event-types');
  expect(json.data.map(({ type }: { type: string }) => type)).toEqual([...eventTypes]);
  for (const { type, schema } of json.data as { type: string; schema: string }[]) {
    const { status, headers, text } = await client.get(schema);
    expect([status, headers['content-type']]).toEqual([200, 'application/schema+json']);
    expect(JSON.parse(text)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { type: { const: type }, data: { type: 'object' } },
    });
  }
});

test('an unknown type is not found', async () => {
  expect((await client.get('/v1/event-types/treaty.signed')).json.type).toBe('/problems/not-found');
});
