import * as z from 'zod';
import { Day, Instant } from './calendar.ts';
import { Citation, givenUrl, NewCitation, webUrl } from './citation.ts';
import { InstrumentId, SourceId, StateCode } from './ids.ts';

const call = () => ({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  state: StateCode,
  /** The place in the document, such as `Annex, first heading, bullet 1`. */
  paragraph: z.string().min(1).max(200),
  /** The document's own words. */
  wording: z.string().min(1).max(4000),
  territory: StateCode.optional(),
  /** The State's answer, if it is on record (UPR: accepted or noted). */
  response: z.enum(['accepted', 'partly-accepted', 'noted', 'rejected']).optional(),
});

/** One call of a document upon a State: for an instrument by name, or for a class that it leaves open. */
export const Urging = z.lazy(() =>
  z
    .discriminatedUnion('kind', [
      z
        .strictObject({ ...call(), kind: z.literal('named'), instrument: InstrumentId })
        .meta({ id: 'NamedUrging' }),
      z
        .strictObject({ ...call(), kind: z.literal('implied'), class: z.string().regex(/^[a-z0-9-]+$/) })
        .meta({ id: 'ImpliedUrging' }),
    ])
    .meta({ id: 'Urging' }),
);
export type Urging = z.infer<typeof Urging>;

const fields = <T extends typeof Citation | typeof NewCitation>(citation: T, url: z.ZodString) => ({
  title: z.string().min(1).max(500),
  author: z.string().min(1).max(300),
  addressee: z.string().min(1).max(300).optional(),
  kind: z.enum(['letter', 'upr-recommendation', 'upr-outcome', 'concluding-observations', 'appeal', 'other']),
  /** The document's date. */
  on: Day,
  symbol: z.string().min(1).max(200).optional(),
  url: url.optional(),
  note: z.string().min(1).max(4000).optional(),
  citations: z.array(citation).min(1).max(20),
  urgings: z.array(Urging).max(200).default([]),
});

/** A document with urgings, as an editor sends it. */
export const NewSource = z.lazy(() =>
  z.strictObject(fields(NewCitation, givenUrl())).meta({ id: 'NewSource' }),
);
export type NewSource = z.infer<typeof NewSource>;

export const Source = z.lazy(() =>
  z
    .object({
      id: SourceId,
      ...fields(Citation, webUrl()),
      version: z.number().int().positive(),
      recordedAt: Instant,
      recordedBy: z.string(),
    })
    .meta({ id: 'Source' }),
);
export type Source = z.infer<typeof Source>;
