import type { CreateDocumentOptions } from 'zod-openapi';

type Override = NonNullable<CreateDocumentOptions['override']>;
type Schema = Parameters<Extract<Override, (...given: never[]) => void>>[0]['jsonSchema'];

/** The largest value of a generated client's 32-bit integer. */
const most32 = 2 ** 31 - 1;

/**
 * Says things in the way that client generators understand. Answers may gain members, so clients must ignore
 * unknown ones; requests with unknown members are refused.
 */
export const friendly: Override = ({ jsonSchema, io }) => {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  if (jsonSchema.type === 'integer') sayRange(jsonSchema);
  if (jsonSchema.pattern && said.has(jsonSchema.format ?? '')) delete jsonSchema.pattern;
  sayConstant(jsonSchema);
  sayAlternatives(jsonSchema);
};

/** Formats that imply the library's pattern for them. */
const said = new Set(['date', 'date-time', 'uri']);

/** Drops a safe integer's range, because `format` says it better. */
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

/** Says `oneOf` in place of `anyOf`, because no value of ours fits two branches. */
function sayAlternatives(schema: Schema): void {
  if (schema.anyOf === undefined) return;
  schema.oneOf = schema.anyOf;
  delete schema.anyOf;
}

/** Writes a constant as a list of one value, because OpenAPI 3.0 knows no constants. */
function sayConstant(schema: Schema): void {
  if (schema.const === undefined) return;
  schema.enum = [schema.const];
  delete schema.const;
}

/**
 * Names what requests and answers share after the answer, and the stricter request form `New…`; the library
 * would add `Output` instead.
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
