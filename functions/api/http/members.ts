import * as z from 'zod';

type Path = readonly PropertyKey[];

/** Says which member or parameter an unknown one may have meant, or which exist. */
export function unknownAt(noun: string, schema: z.ZodType, path: Path): string {
  const name = String(path.at(-1));
  const above = schemasAt(schema, path.slice(0, -1)).flatMap(bareOf);
  const known = [
    ...new Set(above.flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : []))),
  ];
  const meant = known.find((one) => plain(one) === plain(name));
  const hint = meant ? `perhaps ${meant} is meant` : `there are ${known.join(', ')}`;
  return `${name} is not a known ${noun}${known.length > 0 ? `; ${hint}` : ': there is none here'}.`;
}

/** What a schema says about the member at a place. */
export const describedAt = (schema: z.ZodType, path: Path): string | undefined =>
  schemasAt(schema, path)
    .map(({ description }) => description)
    .find(Boolean);

/** The schemas of a place within a schema; several in a union. */
function schemasAt(schema: z.ZodType, path: Path): z.ZodType[] {
  const [step, ...rest] = path;
  if (step === undefined) return [schema];
  return bareOf(schema).flatMap((one) => {
    const member = one instanceof z.ZodArray ? one.element : one.shape[String(step)];
    return member ? schemasAt(member as z.ZodType, rest) : [];
  });
}

/** The objects and lists in a schema, without wrappers. */
function bareOf(schema: z.ZodType): (z.ZodObject | z.ZodArray)[] {
  if (schema instanceof z.ZodObject || schema instanceof z.ZodArray) return [schema];
  if (schema instanceof z.ZodUnion) return (schema.options as z.ZodType[]).flatMap(bareOf);
  if (schema instanceof z.ZodPipe) return bareOf(schema.in as z.ZodType);
  return 'unwrap' in schema && typeof schema.unwrap === 'function' ? bareOf(schema.unwrap()) : [];
}

/** A name for comparison: letters and digits alone, singular. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/s$/, '');
