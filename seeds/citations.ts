import * as z from 'zod';
import { Day } from '../functions/core/calendar.ts';
import { type Citation, givenUrl, NewCitation } from '../functions/core/citation.ts';
import { Tier } from '../functions/core/vocabulary.ts';
import { SeedError } from './seed-error.ts';

/** `bibliography.json`: what seed files cite by key. */
export const Bibliography = z.record(
  z.string().regex(/^[A-Za-z0-9]+$/),
  z.strictObject({
    title: z.string().min(1).max(500),
    url: givenUrl().optional(),
    symbol: z.string().min(1).max(200).optional(),
    seenOn: Day,
    tier: Tier,
    note: z.string().min(1).max(1000).optional(),
  }),
);
export type Bibliography = z.infer<typeof Bibliography>;

/** A seed file's citation: a key, and what is particular to the place; `tier` may only lower that of the entry. */
const Cite = z.strictObject({
  cite: z.string(),
  note: z.string().min(1).max(1000).optional(),
  symbol: z.string().min(1).max(200).optional(),
  tier: Tier.optional(),
});

const nearest: readonly Tier[] = ['primary', 'official', 'secondary', 'unverified'];

/** Puts the full citation in the place of every `{ "cite": … }` of a parsed seed file. */
export function resolveCitations(
  value: unknown,
  bibliography: Bibliography,
  file: string,
  path = '',
): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => resolveCitations(item, bibliography, file, `${path}/${index}`));
  if (typeof value !== 'object' || value === null) return value;
  if ('cite' in value) return resolve(value, bibliography, file, path);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      resolveCitations(item, bibliography, file, `${path}/${name}`),
    ]),
  );
}

function resolve(value: object, bibliography: Bibliography, file: string, path: string): Citation {
  const parsed = Cite.safeParse(value);
  if (!parsed.success) throw new SeedError(file, path, z.prettifyError(parsed.error));
  const { cite, note, symbol, tier } = parsed.data;
  const entry = bibliography[cite];
  if (!entry) throw new SeedError(file, path, `"${cite}" is not in bibliography.json`);
  if (tier && nearest.indexOf(tier) < nearest.indexOf(entry.tier))
    throw new SeedError(file, path, `"${cite}" is ${entry.tier} and cannot be cited as ${tier}`);
  const notes = [note, entry.note].filter((text) => text !== undefined).join(' ');
  const citation = NewCitation.safeParse({
    ...entry,
    ...(symbol && { symbol }),
    ...(tier && { tier }),
    ...(notes && { note: notes }),
  });
  if (!citation.success) throw new SeedError(file, path, z.prettifyError(citation.error));
  return citation.data;
}
