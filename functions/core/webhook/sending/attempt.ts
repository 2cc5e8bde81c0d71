import * as z from 'zod';
import { Instant } from '../../calendar.ts';
import { FailureCode } from './verdict.ts';

/**
 * What caused the attempt. Only `live` and `retry` count on the ladder; a probe leaves its delivery where it
 * was.
 */
export const Trigger = z
  .enum(['live', 'retry', 'probe', 'resend', 'replay', 'test', 'verification'])
  .meta({ id: 'Trigger' });
export type Trigger = z.infer<typeof Trigger>;

const milliseconds = z.number().min(0);

/** Milliseconds that each phase took; absent for a phase that was not reached. */
export const Times = z.lazy(() =>
  z.object({
    dns: milliseconds.optional(),
    connect: milliseconds.optional(),
    tls: milliseconds.optional(),
    /** From the request's last byte to the answer's headers. */
    firstByte: milliseconds.optional(),
    total: milliseconds,
  }),
);
export type Times = z.infer<typeof Times>;

/** Headers of an answer that are kept; any other may hold secrets. */
export const keptHeaders = [
  'content-type',
  'content-length',
  'content-encoding',
  'retry-after',
  'server',
  'date',
] as const;

/** One POST as it is logged; never with a signature or an address. */
export const Attempt = z.lazy(() =>
  z
    .object({
      startedAt: Instant,
      trigger: Trigger,
      times: Times,
      verdict: z.enum(['delivered', 'gone', 'failed', 'paused', 'blocked']),
      code: FailureCode.nullable(),
      status: z.number().int().nullable(),
      headers: z.record(z.string(), z.string()),
      /** Where a redirect pointed, its host only. */
      redirectHost: z.string().optional(),
      /** The first 4 KiB of the answer, as UTF-8. */
      body: z.string(),
    })
    .meta({ id: 'Attempt' }),
);
export type Attempt = z.infer<typeof Attempt>;
