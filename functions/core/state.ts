import * as z from 'zod';
import { Day } from './calendar.ts';
import { DomainError } from './errors.ts';
import { StateCode } from './ids.ts';
import { LanguageTag } from './language.ts';

const Name = z.lazy(() =>
  z.strictObject({
    language: LanguageTag,
    text: z.string().min(1).max(200),
    from: Day.optional(),
    until: Day.optional(),
  }),
);

/**
 * A part of a State to which instruments may apply separately, from the day on which the State took
 * responsibility for it.
 */
export const Territory = z.lazy(() =>
  z.strictObject({
    code: StateCode,
    name: z.string().min(1).max(200),
    names: z.array(Name).optional(),
    from: Day,
    note: z.string().optional(),
  }),
);
export type Territory = z.infer<typeof Territory>;

/** A State or other participant in treaties: a stable code and dated names. */
export const State = z.lazy(() =>
  z
    .strictObject({
      code: StateCode,
      name: z.string().min(1).max(200),
      kind: z.enum(['state', 'organization', 'other']),
      names: z.array(Name).optional(),
      territories: z.array(Territory).optional(),
      note: z.string().optional(),
      /** True as soon as any fact is recorded under it. */
      tracked: z.boolean(),
    })
    .meta({ id: 'State' }),
);
export type State = z.infer<typeof State>;

/** The refusal of a code that no State has; for a territory's code it names the State. */
export function noState(code: string, states: Iterable<State>): DomainError {
  const [whole] = [...states].filter(({ territories = [] }) => territories.some((one) => one.code === code));
  const hint = whole
    ? `${code} is a territory of ${whole.code}: /v1/states/${whole.code}/participations?territory=${code}.`
    : 'GET /v1/states lists them.';
  return new DomainError('not-found', `There is no State ${code}. ${hint}`);
}
