import type { CreateDocumentOptions } from 'zod-openapi';

type Override = NonNullable<CreateDocumentOptions['override']>;
type Schema = Parameters<Extract<Override, (...given: never[]) => void>>[0]['jsonSchema'];

/** What a generator turns a 32-bit integer into holds no more. */
const most32 = 2 ** 31 - 1;

/**
 * Says things in the way that generators of clients understand. Answers may gain members, so that a client must pass
 * over those it does not know; of requests none is taken that is not known.
 */
export const friendly: Override = ({ jsonSchema, io }) => {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  if (jsonSchema.type === 'integer') sayRange(jsonSchema);
  if (jsonSchema.pattern && said.has(jsonSchema.format ?? '')) delete jsonSchema.pattern;
  sayConstant(jsonSchema);
  sayAlternatives(jsonSchema);
};

/** Formats that say all that the library's pattern for them does. */
const said = new Set(['date', 'date-time', 'uri']);

/** A safe integer's range says nothing that `format` does not say better. */
function sayRange(schema: Schema): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.exclusiveMinimum === 0) {
    delete schema.exclusiveMinimum;
    schema.minimum = 1;
  }
  const fits = schema.minimum !== undefined && schema.maximum !== undefined && schema.maximum <= most32;
  schema.format = fits ? 'int32' : 'int64';
}

/** No value of ours fits two branches of a union. */
function sayAlternatives(schema: Schema): void {
  if (schema.anyOf === undefined) return;
  schema.oneOf = schema.anyOf;
  delete schema.anyOf;
}

/** A list of one value is known since OpenAPI 3.0, a constant only since 3.1. */
function sayConstant(schema: Schema): void {
  if (schema.const === undefined) return;
  schema.enum = [schema.const];
  delete schema.const;
}

/**
 * What requests and answers share is named after the answer, the stricter form that requests take `New…`: the library
 * would add `Output` to the former.
 */
export function withPlainNames<T extends { components?: { schemas?: object } }>(document: T): T {
  const known = Object.keys(document.components?.schemas ?? {});
  const names = new Map(
    known.flatMap((name) =>
      known.includes(`${name}Output`)
        ? [[name, `New${name}`] as const, [`${name}Output`, name] as const]
        : [],
    ),
  );
  const renamed = (name: string): string => names.get(name) ?? name;
  const given = JSON.stringify(document);
  const text = given.replaceAll(
    /#\/components\/schemas\/(\w+)/g,
    (_, name: string) => `#/components/schemas/${renamed(name)}`,
  );
  const { components, ...rest } = JSON.parse(text);
  const schemas = Object.entries(components.schemas)
    .filter(([name]) => given.includes(`#/components/schemas/${name}"`))
    .map(([name, schema]) => [renamed(name), schema]);
  if (new Set(schemas.map(([name]) => name)).size < schemas.length)
    throw new Error('two schemas have one name');
  return { ...rest, components: { ...components, schemas: Object.fromEntries(schemas) } };
}
