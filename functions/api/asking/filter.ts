import * as z from 'zod';
import { refuseParameter } from '../http/input.ts';

const mostValues = 50;

/** Splits at commas; blanks around values and stray commas are ignored. */
function valuesIn(text: string): string[] {
  const values = text.split(',').map((value) => value.trim());
  const given = values.filter((value) => value !== '');
  return given.length > 0 ? given : values;
}

/** Several values separated by commas, any of which may match; `what` names them in the document. */
export const anyOf = <T extends z.ZodType<string, string>>(value: T, what: string) =>
  z
    .string()
    .transform(valuesIn)
    .pipe(z.array(value).min(1).max(mostValues))
    .optional()
    .meta({
      description: `Any of these ${what}, separated by commas.`,
      param: { style: 'form', explode: false },
      override: ({ jsonSchema }: { jsonSchema: Record<string, unknown> }) => {
        const list = {
          type: 'array',
          items: { type: 'string', ...constraintsOf(value) },
          minItems: 1,
          maxItems: mostValues,
        };
        Object.assign(jsonSchema, list);
      },
    });

function constraintsOf(value: z.ZodType): object {
  if (value instanceof z.ZodEnum) return { enum: value.options };
  const [pattern] = (value._zod.bag as { patterns?: Set<RegExp> }).patterns ?? [];
  return pattern ? { pattern: pattern.source } : { minLength: 1 };
}

/** Refuses values that are not on record, because an empty list would look like an answer. */
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
  const few = known.size > 0 && known.size <= 10 ? `; there are ${[...known].join(', ')}` : '';
  const hint = meant ? `; ${meant} is` : few;
  return `${value.slice(0, 100) || 'An empty value'} is not on record${hint}.`;
}
