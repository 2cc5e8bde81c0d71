import { DomainError } from '../../core/errors.ts';

/** Splits a list at commas, semicolons or spaces, and drops doubles. */
export const listed = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

/** @throws DomainError `unknown-value` for the first value that is not on record */
export function requireListed(
  parameter: string,
  all: readonly string[],
  known: ReadonlyMap<string, unknown>,
): void {
  const unknown = all.find((one) => !known.has(one));
  if (unknown === undefined) return;
  throw noSuchValue(parameter, unknown);
}

/** @throws DomainError `invalid-input` for more than `most` */
export function requireAtMost(most: number, states: readonly string[]): void {
  if (states.length <= most) return;
  throw new DomainError('invalid-input', `states: at most ${most} are expected.`, {
    errors: [{ parameter: 'states', detail: `${states.length} are given` }],
    about: 'many',
    given: String(most),
  });
}

export function noSuchValue(parameter: string, value: string): DomainError {
  const given = value.slice(0, 64);
  return new DomainError('unknown-value', `${parameter}: ${given} is not on record.`, {
    errors: [{ parameter, detail: `${given} is not on record` }],
    about: 'value',
    given,
  });
}
