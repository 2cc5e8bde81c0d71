import type * as z from 'zod';
import { DomainError, type ErrorCode, type Fault } from '../../core/errors.ts';
import { missing, mostFaults, placedFaults } from './faults.ts';
import { describedAt, unknownAt } from './members.ts';
import { membersOf, type Parameters } from './route.ts';

export const refuseParameter = (
  parameter: string,
  detail: string,
  code: ErrorCode = 'invalid-input',
): never => {
  throw new DomainError(code, detail, { errors: [{ parameter, detail }] });
};

/** Rethrows a refusal with its pointers moved to where the faults are in the body that was sent. */
export const repointed =
  (to: (pointer: string) => string) =>
  (error: unknown): never => {
    if (!(error instanceof DomainError)) throw error;
    const errors = error.errors.map(({ pointer, ...fault }) => ({
      ...fault,
      ...(pointer && { pointer: to(pointer) }),
    }));
    throw new DomainError(error.code, error.message, { ...error.members, errors });
  };

/** Parses a body. @throws DomainError with one fault for each thing wrong, by JSON pointer */
export function checkBody<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const placed = placedFaults(read.error, value, (path) => unknownAt('member', schema, path));
  const noSource = placed.every(
    ({ path, code }) => path.at(-1) === 'sources' && path.at(-2) !== 'filter' && code !== 'too_big',
  );
  const faults = placed.map(({ path, detail }) => ({
    pointer: pointerTo(path),
    detail: explained(schema, path, detail),
  }));
  throw refusal(noSource ? 'source-missing' : 'invalid-input', 'The body is refused', faults);
}

/**
 * Adds what the surrounding member is for when something in it is missing, because another may have been
 * meant.
 */
function explained(schema: z.ZodType, path: readonly PropertyKey[], detail: string): string {
  const about = detail.startsWith(missing) ? describedAt(schema, path.slice(0, -1)) : undefined;
  return about ? `${detail}. ${about}` : detail;
}

/** Parses a query. @throws DomainError with one fault for each thing wrong, by parameter name */
export function checkQuery(schema: Parameters, value: Record<string, string>): Record<string, unknown> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const placed = placedFaults(read.error, value, (path) => unknownAt('parameter', schema, path)).map(
    (fault) => ({
      ...fault,
      path: fault.path.slice(0, 1),
    }),
  );
  const faults = placed.map(({ path, detail }) => {
    const parameter = String(path[0]);
    const about = detail === missing ? membersOf(schema)[parameter]?.description : undefined;
    return { parameter, detail: about ? `${detail}. ${about}` : detail };
  });
  const unknown = placed.every(({ code }) => code === 'invalid_value');
  throw refusal(unknown ? 'unknown-value' : 'invalid-input', 'The query is refused', faults);
}

/** The refusal; its detail names the first fault's place, because many clients read nothing else. */
function refusal(code: ErrorCode, what: string, errors: Fault[]): DomainError {
  const [first] = errors;
  const at = first?.parameter ?? first?.pointer;
  const detail = `${what}: ${at ? `${at.slice(0, 200)}: ` : ''}${first?.detail ?? 'it does not fit.'}`;
  return new DomainError(code, detail, { errors: errors.slice(0, mostFaults) });
}

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
