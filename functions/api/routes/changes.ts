import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import { SubscriptionId } from '../../core/ids.ts';
import { type Change, ChangeType } from '../../core/record/change.ts';
import { eventSchema } from '../../core/webhook/event-data.ts';
import { isOfType, WantedType } from '../../core/webhook/filter.ts';
import type { Reader } from '../../store/record/reader.ts';
import { anyOf, knownValues } from '../asking/filter.ts';
import { nextLink, numeral } from '../asking/page.ts';
import { accessOf, type ReadDeps } from '../deps.ts';
import { refuseParameter } from '../http/input.ts';
import { readFeed, type Text } from '../http/route.ts';

const tag = 'Changes';
const farthest = 999_999_999_999;

/**
 * Bytes, as stored, that one page may look through, so that a rare filter costs no more than a common one: 20
 * read units, and up to 40 more the first time it meets changes of the largest size.
 */
const mostExamined = 120_000;
const readWeight = 20_000;

/** Bytes of an item besides those that are served. */
const overhead = 350;

/** A text like the `next` of other lists, so that a client may pass it on as it came. */
const placeInFeed = z
  .string()
  .regex(/^(0|[1-9]\d{0,11})$/, `a number from 0 to ${farthest} is expected`)
  .meta({ id: 'PlaceInFeed', description: 'The sequence of a change, as text.', example: '42' });

const ChangeBody = z.lazy(() => {
  const [first, ...others] = ChangeType.options.map(eventSchema);
  return z
    .discriminatedUnion('type', [first as NonNullable<typeof first>, ...others])
    .meta({ id: 'Change', description: 'The same bytes that webhooks carry, by `type`.' });
});

const Feed = z.lazy(() =>
  z
    .object({
      data: z.array(ChangeBody),
      next: placeInFeed
        .nullable()
        .meta({ description: 'The `after` of the page that follows; null at the head.' }),
      sequence: z.number().int().describe('The change through which this page has looked.'),
      headSequence: z.number().int().describe('The last change there is.'),
    })
    .meta({ id: 'Feed' }),
);
type Feed = z.infer<typeof Feed>;

const query = z.lazy(() =>
  z.strictObject({
    after: placeInFeed.transform(Number).optional().meta({
      description: 'Changes that follow this sequence, such as the `next` of a page; 0 where absent.',
    }),
    limit: numeral(1, 1000).optional().meta({ description: 'How many changes at most; 100 where absent.' }),
    types: anyOf(WantedType, `types (${WantedType.options.join(', ')})`),
    state: anyOf(z.string(), 'States'),
    instrument: anyOf(z.string(), 'instruments'),
    subscription: SubscriptionId.optional().meta({
      description:
        'What this subscription should have received; needs its owner’s key (`subscriptions:manage`).',
    }),
  }),
);

export const changeRoutes = [
  readFeed(
    {
      path: '/v1/changes',
      operationId: 'listChanges',
      tag,
      query,
      cost: 20,
      answers: { 200: { schema: Feed } },
      refusals: ['unknown-value', 'unauthenticated', 'forbidden', 'not-found'],
    },
    async (c, head) => {
      const { deps, now } = c.var;
      const { after = 0, limit = 100, types, subscription, ...filter } = c.req.valid('query');
      const caller = { authorization: c.req.header('authorization'), now };
      const isOwed =
        subscription === undefined ? () => true : await accessOf(deps).owed(caller, subscription, after);
      if (after > head.sequence)
        refuseParameter(
          'after',
          `The last change is ${head.sequence}: after=${head.sequence} waits for the next.`,
        );
      const { states, instruments } = await namedOnRecord(deps, filter);
      const wanted = (change: Change): boolean => isOwed(change) && isAsked(change);
      const isAsked = ({ type, facts }: Change): boolean =>
        isOfType(types, type) &&
        (!states || states.has(facts.state ?? '')) &&
        (!instruments || instruments.has(facts.instrument ?? ''));
      const { bodies, through } = await examine(deps.store, after, head.sequence, limit, wanted);
      const next = through < head.sequence ? String(through) : null;
      const headers = nextLink(c, next === null ? {} : { after: next });
      return c.body(feedOf(bodies, next, through, head.sequence), 200, headers);
    },
  ),

  readFeed(
    {
      path: '/v1/changes/{sequence}',
      operationId: 'getChange',
      tag,
      params: z.object({ sequence: numeral(1, farthest) }),
      answers: { 200: { schema: ChangeBody } },
      refusals: ['not-found'],
    },
    async (c, head) => {
      const { sequence } = c.req.valid('param');
      const change = sequence <= head.sequence && (await c.var.deps.store.changes.get(sequence));
      if (!change)
        throw new DomainError('not-found', `There is no change ${sequence}; the last is ${head.sequence}.`);
      return c.body(change.body, 200);
    },
  ),
];

type Named = { state?: string[] | undefined; instrument?: string[] | undefined };

/** Loads the catalogue only if a filter names something in it. */
async function namedOnRecord({ store }: ReadDeps, { state, instrument }: Named) {
  if (!state && !instrument) return { states: undefined, instruments: undefined };
  return store.record.read(({ catalogue }) => ({
    states: knownValues('state', state, catalogue.states.keys()),
    instruments: knownValues('instrument', instrument, catalogue.instruments.keys()),
  }));
}

async function examine(
  { changes }: Reader,
  after: number,
  head: number,
  limit: number,
  wanted: (change: Change) => boolean,
): Promise<{ bodies: string[]; through: number }> {
  const bodies: string[] = [];
  let [through, examined] = [after, 0];
  for await (const change of changes.list(after, head, readWeight)) {
    through = change.sequence;
    examined += Buffer.byteLength(change.body) + overhead;
    if (wanted(change)) bodies.push(change.body);
    if (bodies.length >= limit || examined >= mostExamined) break;
  }
  return { bodies, through };
}

/** Joins the stored bytes unchanged, so that a delivery's signature fits them too. */
const feedOf = (bodies: string[], next: string | null, sequence: number, headSequence: number): Text<Feed> =>
  `{"data":[${bodies.join(',')}],"next":${JSON.stringify(next)},"sequence":${sequence},"headSequence":${headSequence}}`;
