import * as z from 'zod';
import { Instant } from '../calendar.ts';
import { Fork, idOfChange } from '../ids.ts';

export const ChangeType = z
  .enum([
    'treaty.action.recorded',
    'treaty.action.corrected',
    'treaty.action.retracted',
    'treaty.status.changed',
    'instrument.added',
    'instrument.updated',
    'urging.recorded',
    'dataset.imported',
    'proposal.opened',
    'proposal.closed',
  ])
  .meta({ id: 'ChangeType' });
export type ChangeType = z.infer<typeof ChangeType>;

/** One entry of the feed. `body` is the bytes served and sent, made once, when the change is committed. */
export const Change = z.lazy(() =>
  z.object({
    sequence: z.number().int().positive(),
    type: ChangeType,
    committedAt: Instant,
    /** The fields that filters look at, so that matching need not parse `body`. */
    facts: z.object({
      state: z.string().optional(),
      instrument: z.string().optional(),
      depositary: z.string().optional(),
      actionKind: z.string().optional(),
      urgedBy: z.array(z.string()),
    }),
    body: z.string(),
    /** Part of a bulk import: it is in the feed, and only the import's own change is sent. */
    quiet: z.boolean().optional(),
    /** The mark of the copy of the record in which it was committed. */
    fork: Fork.optional(),
  }),
);
export type Change = z.infer<typeof Change>;

/** A change before it has a place in the sequence. */
export type NewChange = { type: ChangeType; facts: Change['facts']; data: Record<string, unknown> };

/** Largest body of a change, in bytes; a larger one is thinned and says so. */
export const largestChange = 20_000;

/** Gives a change its place in the feed and makes its `body`. */
export function placed(
  change: NewChange,
  sequence: number,
  committedAt: Instant,
  quiet = false,
  fork?: string,
): Change {
  const { type, facts, data } = change;
  const envelope = { id: idOfChange({ sequence, fork }), sequence, type, timestamp: committedAt };
  const whole = JSON.stringify({ ...envelope, data });
  const body =
    Buffer.byteLength(whole) <= largestChange ? whole : JSON.stringify({ ...envelope, data: thinned(data) });
  return { sequence, type, committedAt, facts, body, ...(quiet && { quiet }), ...(fork && { fork }) };
}

/** Keeps a change's identifiers and short members; `url` leads to the rest. */
const thinned = (data: Record<string, unknown>): Record<string, unknown> => ({
  ...short(data),
  truncated: true,
});

const short = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (isRecord(member)) return [[name, short(member)]];
      return (JSON.stringify(member) ?? '').length <= 1000 ? [[name, member]] : [];
    }),
  );

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
