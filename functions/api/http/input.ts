import { DomainError, type ErrorCode, type Fault } from '../../core/errors.ts';
import { missing, mostFaults, placedFaults } from '../../core/faults.ts';
import { unknownAt } from './members.ts';
import { membersOf, type Parameters } from './route.ts';

export const refuseParameter = (
  parameter: string,
  detail: string,
  code: ErrorCode = 'invalid-input',
): never => {
  throw new DomainError(code, detail, { errors: [{ parameter, detail }] });
};

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
export function refusal(code: ErrorCode, what: string, errors: Fault[]): DomainError {
  const [first] = errors;
  const at = first?.parameter ?? first?.pointer;
  const detail = `${what}: ${at ? `${at.slice(0, 200)}: ` : ''}${first?.detail ?? 'it does not fit.'}`;
  return new DomainError(code, detail, { errors: errors.slice(0, mostFaults) });
}
