import * as z from 'zod';
import { Day } from '../functions/core/calendar.ts';
import { type Citation, givenUrl, NewCitation } from '../functions/core/citation.ts';
import { placedFaults } from '../functions/core/faults.ts';
import { Tier } from '../functions/core/vocabulary.ts';

/** `bibliography.json`: what seed files cite, by key. */
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

/** A seed file's citation: a key, and details of the place. `tier` may only be lower than the entry's. */
const Cite = z.strictObject({
  cite: z.string(),
  note: z.string().min(1).max(1000).optional(),
  symbol: z.string().min(1).max(200).optional(),
  tier: Tier.optional(),
});

const nearest: readonly Tier[] = ['primary', 'official', 'secondary', 'unverified'];

/**
 * Replaces every `{ "cite": … }` in a parsed seed file by the full citation. It reports one that cannot be
 * resolved and puts an empty citation there, so that the fault is told once.
 */
export function resolveCitations(
  value: unknown,
  bibliography: Bibliography,
  report: (path: string, reason: string) => void,
  path = '',
): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => resolveCitations(item, bibliography, report, `${path}/${index}`));
  if (typeof value !== 'object' || value === null) return value;
  if ('cite' in value) return resolve(value, bibliography, (reason) => report(path, reason)) ?? nothing;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      resolveCitations(item, bibliography, report, `${path}/${name}`),
    ]),
  );
}

const nothing: Citation = { title: '-', symbol: '-', seenOn: '1900-01-01', tier: 'secondary' };

function resolve(
  value: object,
  bibliography: Bibliography,
  refuse: (reason: string) => void,
): Citation | undefined {
  const parsed = Cite.safeParse(value);
  if (!parsed.success) return void refuse(wordsOf(parsed.error, value));
  const { cite, note, symbol, tier } = parsed.data;
  const entry = bibliography[cite];
  if (!entry) return void refuse(`"${cite}" is not in bibliography.json`);
  if (tier && nearest.indexOf(tier) < nearest.indexOf(entry.tier))
    return void refuse(`"${cite}" is ${entry.tier} and cannot be cited as ${tier}`);
  const notes = [note, entry.note].filter((text) => text !== undefined).join(' ');
  const full = {
    ...entry,
    ...(symbol && { symbol }),
    ...(tier && { tier }),
    ...(notes && { note: notes }),
  };
  const citation = NewCitation.safeParse(full);
  return citation.success ? citation.data : void refuse(wordsOf(citation.error, full));
}

const wordsOf = (error: z.core.$ZodError, value: unknown): string =>
  placedFaults(error, value, () => 'there is no such member')
    .map(({ path, detail }) => [path.join('/'), detail].filter((part) => part !== '').join(': '))
    .join('; ');
