import { DomainError } from '../../core/errors.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import { WantedType } from '../../core/webhook/filter.ts';
import { shownStatuses } from '../parts/mark.ts';
import type { Asked } from './asked.ts';
import { noSuchValue } from './lists.ts';
import { readDay } from './viewpoint.ts';

type ValueCheck = (value: string, catalogue: Catalogue) => boolean;

const each =
  (isKnown: ValueCheck): ValueCheck =>
  (value, catalogue) =>
    value.split(',').every((one) => isKnown(one, catalogue));

const isDay =
  (parameter: string): ValueCheck =>
  (value) =>
    readDay(value, parameter) !== '';

/** Every parameter that a page may know, with the check of its value. Lists are separated by commas. */
const checks = {
  asOf: isDay('asOf'),
  before: (value) => /^[1-9]\d{0,11}$/.test(value),
  called: (value) => ['named', 'implied', 'not'].includes(value),
  depositary: (value, { instruments }) =>
    [...instruments.values()].some(({ depositary }) => depositary === value),
  from: isDay('from'),
  instrument: each((id, { instruments }) => instruments.has(id)),
  instruments: () => true,
  knownOn: isDay('knownOn'),
  q: () => true,
  state: each((code, { states }) => states.has(code)),
  states: () => true,
  status: (value) => shownStatuses.some((shown) => shown === value),
  to: isDay('to'),
  types: each((type) => WantedType.safeParse(type).success),
} satisfies Record<string, ValueCheck>;

export type Parameter = keyof typeof checks;

export const isParameter = (name: string): name is Parameter => Object.hasOwn(checks, name);

/** The parameter that a name means, in whatever case, because an answer about another day must not pass unseen. */
export const parameterNamed = (name: string): Parameter | undefined =>
  Object.keys(checks)
    .filter(isParameter)
    .find((known) => known.toLowerCase() === name.toLowerCase());

/** @throws DomainError `unknown-value` or `invalid-input` for a value that means nothing */
export function requireMeaning({ query }: Pick<Asked, 'query'>, catalogue: Catalogue): void {
  for (const [parameter, value] of Object.entries(query)) {
    if (!isParameter(parameter) || checks[parameter](value, catalogue)) continue;
    throw noSuchValue(parameter, value);
  }
  requireOrder(query);
}

function requireOrder({ from, to }: Asked['query']): void {
  if (from === undefined || to === undefined || from <= to) return;
  throw new DomainError('invalid-input', `to: a day from ${from} (from) on is expected.`, {
    errors: [{ parameter: 'to', detail: `${to} is before ${from}` }],
    about: 'order',
    given: `${from} – ${to}`,
  });
}
