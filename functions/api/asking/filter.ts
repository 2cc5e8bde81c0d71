import * as z from 'zod';
import { refuseParameter } from '../http/input.ts';

const mostValues = 50;

/** Several values separated by commas, any of which will do; `what` names them in the document. */
export const anyOf = <T extends z.ZodType<string, string>>(value: T, what: string) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(value).min(1).max(mostValues))
    .optional()
    .meta({
      description: `Any of these ${what}, separated by commas.`,
      param: { style: 'form', explode: false },
      override: ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
        const items = value instanceof z.ZodEnum ? { enum: value.options } : { minLength: 1 };
        const list = {
          type: 'array',
          items: { type: 'string', ...items },
          minItems: 1,
          maxItems: mostValues,
        };
        Object.assign(jsonSchema, list);
      },
    });

/** Refuses values that are not on record, rather than answering with an empty list. */
export function knownValues(
  parameter: string,
  given: readonly string[] | undefined,
  known: Iterable<string>,
) {
  if (!given) return undefined;
  const all = new Set(known);
  for (const value of given)
    if (!all.has(value)) refuseParameter(parameter, unknown(value, all), 'unknown-value');
  return new Set(given);
}

function unknown(value: string, known: ReadonlySet<string>): string {
  const meant = [value.toUpperCase(), value.toLowerCase(), value.trim()].find((one) => known.has(one));
  const hint = meant ? `; ${meant} is` : '';
  return `${value.slice(0, 100) || 'An empty value'} is not on record${hint}.`;
}
