import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';

/** Constructs that client generators stumbled over, searched for everywhere in the document. */

type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  discriminator?: { propertyName: string; mapping: Record<string, string> };
  if?: Schema;
  then?: Schema;
  else?: Schema;
};
type Content = Record<string, { schema: Schema }>;
type Operation = {
  tags?: string[];
  description?: string;
  parameters?: { name: string; in: string; schema: Schema; style?: string; explode?: boolean }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
};

const document: {
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
  components: { schemas: Record<string, Schema> };
} = JSON.parse(await readFile(new URL('../../../functions/api/openapi.json', import.meta.url), 'utf8'));

const { schemas } = document.components;
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ at: `${method} ${path}`, operation })),
);

type Found = { at: string; schema: Schema };

/** A schema and every schema in it, named components too, each once. */
function* within({ at, schema }: Found, seen = new Set<string>()): Generator<Found> {
  yield { at, schema };
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined && !seen.has(name)) {
    seen.add(name);
    yield* within({ at: name, schema: schemas[name] ?? {} }, seen);
  }
  const below: [string, Schema | undefined][] = [
    ...Object.entries(schema.properties ?? {}),
    ['items', schema.items],
    ...[schema.oneOf, schema.anyOf, schema.allOf].flatMap((all) =>
      (all ?? []).map((one, index): [string, Schema] => [`${index}`, one]),
    ),
    ['*', typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined],
  ];
  for (const [step, one] of below) if (one) yield* within({ at: `${at}/${step}`, schema: one }, seen);
}

const bodiesOf = (of: Operation['responses'][string] | Operation['requestBody']): Schema[] =>
  Object.values(of?.content ?? {}).map(({ schema }) => schema);

const requests: Found[] = operations.flatMap(({ at, operation }) => [
  ...bodiesOf(operation.requestBody).map((schema) => ({ at, schema })),
  ...(operation.parameters ?? []).map(({ name, schema }) => ({ at: `${at} ${name}`, schema })),
]);
const answers: Found[] = operations.flatMap(({ at, operation }) =>
  Object.values(operation.responses).flatMap((response) =>
    bodiesOf(response).map((schema) => ({ at, schema })),
  ),
);
const events: Found[] = Object.entries(document.webhooks).flatMap(([at, { post }]) =>
  bodiesOf(post.requestBody).map((schema) => ({ at, schema })),
);
const all = (roots: Found[]): Found[] => {
  const seen = new Set<string>();
  return roots.flatMap((root) => [...within(root, seen)]);
};
const everything = all([...requests, ...answers, ...events]);

const isObject = ({ type, properties }: Schema) => type === 'object' || properties !== undefined;
const whichAre = (found: Found[], fault: (schema: Schema) => unknown) =>
  found.filter(({ schema }) => fault(schema)).map(({ at }) => at);

describe('the document', () => {
  test('lets answers and events gain members, and takes no unknown ones of requests', () => {
    expect(whichAre(all([...answers, ...events]), (one) => one.additionalProperties === false)).toEqual([]);
    const open = (one: Schema) =>
      isObject(one) && !one.oneOf && one.additionalProperties !== false && one.type !== undefined;
    expect(whichAre(all(requests), open)).toEqual([]);
  });

  test('names each object and list of values that a union has as a branch', () => {
    const unnamed = (one: Schema) =>
      [...(one.oneOf ?? []), ...(one.anyOf ?? [])].some(
        (branch) => isObject(branch) || branch.enum || branch.oneOf,
      );
    expect(whichAre(everything, unnamed)).toEqual([]);
  });

  test('tells the branches of a union apart by a member, or by one that no other has', () => {
    const named = ({ $ref = '' }: Schema) => schemas[$ref.split('/').at(-1) ?? ''] ?? {};
    const alike = ({ oneOf = [], discriminator }: Schema) => {
      const objects = oneOf.map(named).filter(isObject);
      if (discriminator)
        return objects.some(({ required }) => !required?.includes(discriminator.propertyName));
      return objects.some((one) =>
        objects.some(
          (other) =>
            other !== one &&
            (one.required ?? []).every((name) => Object.keys(other.properties ?? {}).includes(name)),
        ),
      );
    };
    expect(whichAre(everything, alike)).toEqual([]);
    expect(whichAre(everything, ({ anyOf }) => anyOf)).toEqual([]);
  });

  test('gives each whole number its width, and bounds that say something', () => {
    const isNumber = ({ type }: Schema) => [type].flat().includes('integer');
    expect(whichAre(everything, (one) => isNumber(one) && !/^int(32|64)$/.test(one.format ?? ''))).toEqual(
      [],
    );
    expect(
      whichAre(
        everything,
        ({ minimum = 0, maximum = 0, exclusiveMinimum }) =>
          exclusiveMinimum !== undefined || maximum >= 2 ** 53 - 1 || minimum <= 1 - 2 ** 53,
      ),
    ).toEqual([]);
    expect(
      whichAre(everything, ({ format, maximum = 0 }) => format === 'int32' && maximum >= 2 ** 31),
    ).toEqual([]);
  });

  test('has no member that can only be null, and nothing of no type', () => {
    expect(
      whichAre(everything, ({ type }) => type === 'null' || `${type}` === 'null').filter(isNotBranch),
    ).toEqual([]);
    const isEmpty = (one: Schema) => Object.keys(one).every((name) => name === 'description');
    const ofAnyType = /\/\*$|^ChangedMember\//;
    expect(whichAre(everything, isEmpty).filter((at) => !ofAnyType.test(at))).toEqual([]);
    expect(whichAre(everything, (one) => one.const !== undefined)).toEqual([]);
  });

  test('hands on what a page calls next as what the next request takes', () => {
    const { schema } = operationAt('get /v1/changes').parameters?.find(({ name }) => name === 'after') ?? {};
    const next = schemas.Feed?.properties?.next;
    expect(next?.oneOf?.map(({ $ref }) => $ref)).toContain(schema?.$ref);
  });

  test('tells what is sent to subscriptions, and what a change says by its type', () => {
    const change = schemas.Change;
    const feed = Object.keys(change?.discriminator?.mapping ?? {});
    expect(feed).toEqual(schemas.ChangeType?.enum);
    expect(Object.keys(document.webhooks)).toEqual(expect.arrayContaining([...feed, 'feed.checkpoint']));
    for (const [type, { post }] of Object.entries(document.webhooks)) {
      const [body] = bodiesOf(post.requestBody);
      const schema = schemas[body?.$ref?.split('/').at(-1) ?? ''];
      expect(schema?.properties?.type?.enum, type).toEqual([type]);
      expect(Object.keys(schema?.properties?.data?.properties ?? {}).length, type).toBeGreaterThan(1);
      if (feed.includes(type)) expect(change?.discriminator?.mapping[type]).toBe(body?.$ref);
      for (const header of ['webhook-id', 'webhook-timestamp', 'webhook-signature'])
        expect(post.description, type).toContain(header);
    }
  });

  test('has webhooks under a tag of no path, of which generators make a file of its own', () => {
    const tags = (items: Record<string, Record<string, Operation>>) =>
      Object.values(items).flatMap((item) => Object.values(item).flatMap(({ tags = [] }) => tags));
    const [ofPaths, ofWebhooks] = [tags(document.paths), tags(document.webhooks)];
    expect(ofWebhooks.length).toBeGreaterThan(5);
    expect(ofWebhooks.filter((tag) => ofPaths.includes(tag))).toEqual([]);
  });

  test('names the redirect of whatever has a code or an id in its path', () => {
    const moving = operations.filter(({ at }) => /^get .*\{/.test(at));
    expect(moving.filter(({ operation }) => !operation.responses['308'])).toEqual([]);
  });

  test('says what the service insists on', () => {
    const citation = schemas.NewCitation;
    expect(citation?.properties?.url?.format).toBe('uri');
    expect(citation?.then?.required).toEqual(['note']);
    expect(citation?.else?.anyOf?.map(({ required }) => required)).toEqual([['url'], ['symbol']]);
    expect(schemas.NewAction?.properties?.sources?.minItems).toBe(1);
    expect(schemas.NewSubscription?.properties?.url?.format).toBe('uri');
    expect(schemas.NewAmendment).toMatchObject({ minProperties: 3, maxProperties: 3 });
    const day = new RegExp(schemas.AskedDay?.pattern ?? '');
    expect(['1800-01-01', '1999-12-31', '2200-12-31'].every((one) => day.test(one))).toBe(true);
    expect(['1799-12-31', '2201-01-01', '0000-01-01', '9999-12-31'].some((one) => day.test(one))).toBe(false);
    const lists = operations.flatMap(({ at, operation }) =>
      (operation.parameters ?? [])
        .filter(({ schema }) => schema.type === 'array')
        .map(({ schema, style, explode }) => ({ at, minItems: schema.minItems, style, explode })),
    );
    expect(lists.length).toBeGreaterThan(6);
    for (const { at, ...list } of lists)
      expect(list, at).toEqual({ minItems: 1, style: 'form', explode: false });
  });
});

const isNotBranch = (at: string): boolean => !/\/\d+$/.test(at);

const operationAt = (at: string): Operation => {
  const found = operations.find((one) => one.at === at);
  if (!found) throw new Error(`no ${at}`);
  return found.operation;
};

test('no schema is called as what Java knows without an import, which openapi-generator would hide', () => {
  const known =
    /^(Override|Object|String|Integer|Long|Boolean|Record|Iterable|Error|Exception|Thread|Process|Module|Package|System|Number|Character|Math|Void|Enum|Runtime|Deprecated|Class|Byte|Short|Float|Double)$/;
  expect(Object.keys(document.components.schemas).filter((name) => known.test(name))).toEqual([]);
});
