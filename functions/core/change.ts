import * as z from 'zod';
import { Instant } from './calendar.ts';

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
  ])
  .meta({ id: 'ChangeType' });
export type ChangeType = z.infer<typeof ChangeType>;

/** What the world is told, before it has a place in the sequence. */
export type NewChange = { type: ChangeType; data: Record<string, unknown> };

/** One entry of the feed. `body` holds the bytes served and sent, made once when the change is committed. */
export const Change = z.object({
  sequence: z.number().int().positive(),
  type: ChangeType,
  committedAt: Instant,
  /** What filters look at, so that matching needs no parsing of `body`. */
  facts: z.object({
    state: z.string().optional(),
    instrument: z.string().optional(),
    depositary: z.string().optional(),
    actionKind: z.string().optional(),
    urgedBy: z.array(z.string()),
  }),
  body: z.string(),
});
export type Change = z.infer<typeof Change>;
