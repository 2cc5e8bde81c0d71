import * as z from 'zod';
import { Day } from './calendar.ts';
import { Tier } from './vocabulary.ts';

/** The published address of a document: serialised (WHATWG URL), without credentials. */
export const webUrl = () => z.string().overwrite(published).meta({ format: 'uri' });

/** The same address as an editor gives it: http or https, any host. It is stored serialised. */
export const givenUrl = () =>
  z
    .string()
    .refine(isWebUrl, {
      error:
        'an http or https URL is expected, such as https://treaties.un.org/; what has none is cited by its symbol',
      abort: true,
    })
    .refine((text) => !hasCredentials(text), {
      error:
        'leave out the user name and password (user:password@): the address is published with the record',
      abort: true,
    })
    .refine((text) => published(text).length <= longestUrl, {
      error: `at most ${longestUrl} characters are expected, percent-encoded`,
    })
    .overwrite(published)
    .meta({ format: 'uri', maxLength: longestUrl });

const longestUrl = 8000;

/** Whether an address is http or https. */
export const isWebUrl = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? '');

const hasCredentials = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && `${url.username}${url.password}` !== '';
};

function published(text: string): string {
  const url = URL.parse(text);
  if (!url) return text;
  url.username = '';
  url.password = '';
  return strictly(url.href);
}

/** Escapes characters that the WHATWG URL standard leaves and RFC 3986, section 2, refuses. */
function strictly(href: string): string {
  const [, origin = '', rest = ''] = /^([a-z]+:\/\/[^/?#]*)(.*)$/su.exec(href) ?? [];
  const [before = '', ...fragment] = rest.split('#');
  const plain = [before, fragment.join('%23')].map((part) =>
    part.replaceAll(/%(?![0-9a-f]{2})|[^\w\-.~!$&'()*+,;=:@/?%]/giu, encodeURIComponent),
  );
  return `${origin}${plain[0]}${fragment.length > 0 ? `#${plain[1]}` : ''}`;
}

const text = { type: 'string' };

/**
 * Says the refinements in JSON Schema's words, which zod cannot derive, for requests only: answers satisfy
 * them anyway.
 */
const sayConditions = ({ jsonSchema, io }: { jsonSchema: Record<string, unknown>; io: string }): void => {
  if (io === 'output') return;
  Object.assign(jsonSchema, {
    if: { properties: { tier: { const: 'unverified' } } },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so
    then: { properties: { note: text }, required: ['note'] },
    else: {
      anyOf: [
        { properties: { url: text }, required: ['url'] },
        { properties: { symbol: text }, required: ['symbol'] },
      ],
    },
  });
};

/** Where a fact was read, when, and how near that is to the depositary. */
export const Citation = z.lazy(() => citation(webUrl()).meta({ id: 'Citation', override: sayConditions }));
export type Citation = z.infer<typeof Citation>;

/** A citation as an editor gives it. */
export const NewCitation = z.lazy(() =>
  citation(givenUrl()).meta({ id: 'NewCitation', override: sayConditions }),
);

const citation = (url: z.ZodString) =>
  z
    .strictObject({
      title: z.string().min(1).max(500),
      url: url.optional(),
      /** Document symbol or depositary notification, such as `C.N.782.2001` or `CCPR/C/CHN-MAC/CO/2`. */
      symbol: z.string().min(1).max(200).optional(),
      seenOn: Day,
      tier: Tier,
      /** Why the fact is unverified, or what the reader should know about this source. */
      note: z.string().min(1).max(2000).optional(),
    })
    .refine((c) => c.tier === 'unverified' || c.url !== undefined || c.symbol !== undefined, {
      path: ['url'],
      error: 'a source needs a url or a document symbol, unless its tier is unverified',
    })
    .refine((c) => c.tier !== 'unverified' || c.note !== undefined, {
      path: ['note'],
      error: 'an unverified source needs a note that says why it is unverified',
    });

const nearness: Record<Tier, number> = { primary: 0, official: 1, secondary: 2, unverified: 3 };

/** The tier nearest to the depositary among the sources; `unverified` when there is none. */
export const bestTier = (citations: readonly Citation[]): Tier =>
  citations.reduce<Tier>((best, { tier }) => (nearness[tier] < nearness[best] ? tier : best), 'unverified');

/** The weakest of several tiers, because an answer is no better than the worst fact it rests on. */
export const weakestTier = (tiers: readonly Tier[]): Tier =>
  tiers.reduce<Tier>((worst, tier) => (nearness[tier] > nearness[worst] ? tier : worst), 'primary');
