import * as z from 'zod';
import { ActionContent } from '../action.ts';
import { Day, Instant } from '../calendar.ts';
import { ActionId, InstrumentId, ProposalId, SourceId, StateCode, SubscriptionId } from '../ids.ts';
import { Irregular } from '../irregular.ts';
import { Changed } from '../record/changed.ts';
import { Urging } from '../source.ts';
import { Status } from '../vocabulary.ts';
import { type EventType, isInFeed } from './event-type.ts';

const url = z.string().describe('Where the whole is to be read.');

/** A member that is left out of a `data` of more than 20 KB, which then says `truncated`. */
const thinnable = <T extends z.ZodType>(schema: T) => schema.optional();
const truncated = z.literal(true).optional().describe('Large members were left out; `url` leads to them.');

const participation = {
  state: StateCode,
  instrument: InstrumentId,
  participationVersion: z.number().int().positive(),
  urgedBy: thinnable(z.array(SourceId)),
  url,
  truncated,
};

const action = thinnable(
  z
    .looseObject({ id: ActionId, ...ActionContent.unwrap().shape, irregular: Irregular.optional() })
    .partial()
    .required({ id: true }),
);
const instrument = { instrument: InstrumentId, title: z.string(), version: z.number().int().positive(), url };
/** Observed in a depositary's document, and not confirmed: counted in no status. */
const proposal = {
  proposal: ProposalId,
  status: z.enum(['open', 'accepted', 'rejected', 'lapsed']),
  certainty: z.literal('observed, not confirmed'),
  instrument: InstrumentId,
  state: StateCode.optional(),
  participant: z.string(),
  difference: z.looseObject({ type: z.string(), kind: z.string().nullable(), on: z.string().nullable() }),
  document: z.looseObject({ title: z.string(), statusAsAt: Day }),
  url,
  truncated,
};
const subscription = { subscription: SubscriptionId, url };
const condition = {
  ...subscription,
  reason: z.string(),
  failuresInARow: z.number().int(),
  since: Instant.nullable(),
};

/**
 * The `data` of each type. A type only gains optional members, so that a reader can ignore those it does not
 * know.
 */
export const eventData = {
  'treaty.action.recorded': z.looseObject({ ...participation, action }),
  'treaty.action.corrected': z.looseObject({
    ...participation,
    action,
    corrects: ActionId.optional(),
    changed: thinnable(Changed.nullable()).describe(
      'What it changed, by member; null where an act was taken back or restored.',
    ),
    correction: ActionId.optional(),
    reason: thinnable(z.string()),
  }),
  'treaty.action.retracted': z.looseObject({
    ...participation,
    action,
    correction: ActionId,
    reason: thinnable(z.string()),
  }),
  'treaty.status.changed': z.looseObject({
    ...participation,
    status: z.looseObject({ from: Status, to: Status, on: Day }),
    cause: z.looseObject({ kind: z.string(), action: ActionId.nullable() }),
  }),
  'instrument.added': z.looseObject(instrument),
  'instrument.updated': z.looseObject(instrument),
  'urging.recorded': z.looseObject({
    state: StateCode,
    source: SourceId,
    title: z.string(),
    on: Day,
    version: z.number().int().positive(),
    urgings: thinnable(z.array(Urging)),
    url,
    truncated,
  }),
  'dataset.imported': z.looseObject({
    fromSequence: z.number().int().positive(),
    toSequence: z.number().int().positive(),
    url,
  }),
  'proposal.opened': z.looseObject(proposal),
  'proposal.closed': z.looseObject({
    ...proposal,
    actions: z.array(ActionId).optional(),
    reason: thinnable(z.string()),
  }),
  'subscription.verification': z.looseObject({
    ...subscription,
    challenge: z.string().describe('To be answered with 2xx, as {"challenge": …} or as bare text.'),
    confirmUrl: z.string().describe('Instead, the owner may open this and confirm.'),
  }),
  'subscription.test': z.looseObject(subscription),
  'subscription.failing': z.looseObject(condition),
  'subscription.disabled': z.looseObject(condition),
  'feed.checkpoint': z.looseObject({
    subscription: SubscriptionId,
    fromSequence: z.number().int().min(0),
    toSequence: z.number().int().min(0),
    matched: z.number().int().min(0),
    sha256OfIds: z.string().regex(/^[0-9a-f]{64}$/),
    url,
  }),
} as const satisfies Record<EventType, z.ZodType>;

/** `TreatyActionRecorded` of `treaty.action.recorded`. */
export const eventName = (type: EventType): string =>
  type.replaceAll(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase());

const bodyOf = (type: EventType) =>
  z.looseObject({
    id: z.string(),
    ...(isInFeed(type) && { sequence: z.number().int().positive() }),
    type: z.literal(type),
    timestamp: Instant,
    data: eventData[type],
  });

const made = new Map<EventType, ReturnType<typeof bodyOf>>();

/** The whole body of an event; it has `sequence` only if it is in the feed. */
export function eventSchema(type: EventType): ReturnType<typeof bodyOf> {
  const schema = made.get(type) ?? bodyOf(type).meta({ id: eventName(type) });
  made.set(type, schema);
  return schema;
}

/** The JSON Schema (2020-12) of a type's whole body; members may be added at any depth. */
export const eventJsonSchema = (type: EventType) =>
  z.toJSONSchema(bodyOf(type), {
    io: 'output',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
