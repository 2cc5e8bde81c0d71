import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Instant } from '../../calendar.ts';

/** One generation of the master secret. `secret` is text as {@link keyOf} reads it; `createdAt` is null for the first. */
const Generation = z.lazy(() =>
  z.strictObject({
    generation: z.number().int().positive(),
    secret: z.string(),
    createdAt: Instant.nullable(),
  }),
);
export type Generation = z.infer<typeof Generation>;

const Document = z.strictObject({ generations: z.array(Generation).min(1) });

export const firstGeneration = 1;

/**
 * Reads the secret's value, newest generation last. A value that is no document is the first generation, so
 * that older deployments go on unchanged.
 * @throws Error, which never holds the value
 */
export function readGenerations(value: string): Generation[] {
  const text = value.trim();
  const generations = text.startsWith('{')
    ? fromDocument(text)
    : [{ generation: firstGeneration, secret: text, createdAt: null }];
  for (const { secret } of generations) keyOf(secret);
  return generations.toSorted((a, b) => a.generation - b.generation);
}

function fromDocument(text: string): Generation[] {
  const read = Document.safeParse(parsed(text));
  const numbers = read.data?.generations.map(({ generation }) => generation);
  if (!read.success || new Set(numbers).size !== numbers?.length)
    throw new Error('the master secret is damaged: it is no document of generations');
  return read.data.generations;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const writeGenerations = (generations: readonly Generation[]): string =>
  JSON.stringify({ generations });

export function newestOf(generations: readonly Generation[]): Generation {
  const newest = generations.toSorted((a, b) => a.generation - b.generation).at(-1);
  if (!newest) throw new RangeError('a master secret has at least one generation');
  return newest;
}

/** Adds a generation. A number is never used twice, because the newest is never removed. */
export const withGeneration = (
  generations: readonly Generation[],
  secret: string,
  now: Instant,
): Generation[] => [
  ...generations,
  { generation: newestOf(generations).generation + 1, secret, createdAt: now },
];

export const withoutGeneration = (generations: readonly Generation[], retired: number): Generation[] => {
  if (newestOf(generations).generation === retired)
    throw new RangeError('the newest generation cannot be retired');
  return generations.filter(({ generation }) => generation !== retired);
};

/**
 * Takes 32 bytes in base64 as they are, and any longer text, as Secrets Manager generates, by its SHA-256.
 */
export function keyOf(text: string): Buffer {
  const trimmed = text.trim();
  if (/^[A-Za-z0-9+/]{43}=$/.test(trimmed)) return Buffer.from(trimmed, 'base64');
  if (trimmed.length < 43) throw new Error('the master secret is too short: 32 random bytes are needed');
  return createHash('sha256').update(trimmed).digest();
}
