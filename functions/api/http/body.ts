import type { HonoRequest } from 'hono';
import type * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import { missing, placedFaults } from '../../core/faults.ts';
import { parseJson } from '../../core/json.ts';
import { refusal } from './input.ts';
import { describedAt, unknownAt } from './members.ts';
import type { RouteBody } from './route.ts';

/** A body in JSON that fits the schema. */
export const json = <T extends object>(schema: z.ZodType<T>): RouteBody<T> => ({
  schema,
  read: async (request) => {
    requireJson(request);
    return checkBody(schema, parseJson(new Uint8Array(await request.arrayBuffer())));
  },
});

function requireJson(request: HonoRequest): void {
  const type = request.header('content-type') ?? '';
  const encoding = request.header('content-encoding');
  if (isJsonInUtf8(type) && /^(identity)?$/i.test(encoding ?? '')) return;
  const came = encoding ? `compressed (${encoding})` : type ? `as ${type.slice(0, 100)}` : 'without a type';
  throw new DomainError(
    'unsupported-media-type',
    `The body must be JSON in UTF-8, not compressed, with the header Content-Type: application/json; it came ${came}.`,
  );
}

/** Whether a media type is JSON; its parameters do not matter, except a charset other than UTF-8. */
function isJsonInUtf8(type: string): boolean {
  const [media = '', ...parameters] = type.toLowerCase().split(';');
  const charset = parameters
    .map((one) => one.replaceAll(/["'\s]/g, '').split('='))
    .find(([name, value]) => name === 'charset' && value)
    ?.at(1);
  return media.trim() === 'application/json' && /^(utf-?8|us-ascii)$/.test(charset ?? 'utf-8');
}

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

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

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
