import * as z from 'zod';
import { Day, Instant } from '../../calendar.ts';
import { InstrumentId } from '../../ids.ts';

/**
 * What is known about looking at one instrument's document: the last look, the last failure, and when the
 * next is due.
 */
export const Look = z.lazy(() =>
  z.object({
    instrument: InstrumentId,
    url: z.string(),
    /** The last request for it, whatever the answer. */
    askedAt: Instant,
    /** The last whole reading, or the last answer that nothing had changed since. */
    readAt: Instant.nullable(),
    /** The day, hash and validators are of the last whole reading. */
    statusAsAt: Day.nullable(),
    sha256: z.string().nullable(),
    etag: z.string().nullable(),
    lastModified: z.string().nullable(),
    /** Failures in a row. */
    failures: z.number().int().min(0),
    failingSince: Instant.nullable(),
    failure: z
      .object({
        at: Instant,
        why: z.string(),
        /** The document came whole in a layout that no reader knows; waiting does not mend that. */
        isLayout: z.boolean(),
        /** The host refuses programs, so a person has to look. */
        isRefused: z.boolean().optional(),
      })
      .nullable(),
    dueAt: Instant,
  }),
);
export type Look = z.infer<typeof Look>;

export type Failure = NonNullable<Look['failure']>;

const hour = 3_600_000;
const day = 24 * hour;

const after = (now: Instant, wait: number): Instant => new Date(Date.parse(now) + wait).toISOString();

/**
 * After a failure the next look waits 1, 2, 4, 8 and 16 hours, then a day. Up to a quarter is added, because
 * documents that failed together should not be asked for together.
 */
const ladder = [1, 2, 4, 8, 16, 24].map((hours) => hours * hour);

type Looking = { instrument: string; url: string; now: Instant; before: Look | undefined; everyDays: number };

/** A fraction of a day, always the same for an instrument, so that looks spread over the day. */
export function placeInDay(instrument: string): number {
  let hash = 2_166_136_261;
  for (const letter of instrument) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0;
  return hash / 2 ** 32;
}

/** When a document that was never asked for is due: at its place in the first day. */
export const firstDue = (instrument: string, startedAt: Instant): Instant =>
  after(startedAt, placeInDay(instrument) * day);

const restAfterRead = 20 * hour;

/**
 * Whether a document is due; if `isAtOnce`, also before its time, unless it was read in the last 20 hours. A
 * document that was never asked for has its place in the day after `began`.
 */
export function isLookDue(
  instrument: string,
  last: Look | undefined,
  { now, began, isAtOnce }: { now: Instant; began: Instant; isAtOnce: boolean },
): boolean {
  if (!last) return isAtOnce || firstDue(instrument, began) <= now;
  const isRested = last.failures > 0 || Date.parse(now) - Date.parse(last.askedAt) > restAfterRead;
  return last.dueAt <= now || (isAtOnce && isRested);
}

/** At the instrument's place in the day, and at least `everyDays` less six hours after this look. */
function nextDay(instrument: string, now: Instant, everyDays: number): Instant {
  const midnight = Math.floor(Date.parse(now) / day) * day;
  const place = midnight + placeInDay(instrument) * day;
  const earliest = Date.parse(now) + (everyDays - 0.25) * day;
  const days = Math.max(1, Math.ceil((earliest - place) / day));
  return new Date(place + days * day).toISOString();
}

type WholeReading = { statusAsAt: Day; sha256: string; etag: string | null; lastModified: string | null };

/** The look after a whole reading; `read` is undefined if the host answered that nothing had changed. */
export const afterRead = (
  { instrument, url, now, before, everyDays }: Looking,
  read?: WholeReading,
): Look => ({
  instrument,
  url,
  askedAt: now,
  readAt: now,
  statusAsAt: read?.statusAsAt ?? before?.statusAsAt ?? null,
  sha256: read?.sha256 ?? before?.sha256 ?? null,
  etag: read ? read.etag : (before?.etag ?? null),
  lastModified: read ? read.lastModified : (before?.lastModified ?? null),
  failures: 0,
  failingSince: null,
  failure: null,
  dueAt: nextDay(instrument, now, everyDays),
});

/** The look after a failure; `notBefore` is what the host asked for. */
export function afterFailure(
  { instrument, url, now, before }: Looking,
  { why, isLayout, isRefused }: Omit<Failure, 'at'>,
  notBefore: Instant | null = null,
): Look {
  const failures = (before?.failures ?? 0) + 1;
  const wait = ladder[Math.min(failures, ladder.length) - 1] ?? day;
  const due = after(now, wait * (1 + placeInDay(instrument) / 4));
  return {
    instrument,
    url,
    askedAt: now,
    readAt: before?.readAt ?? null,
    statusAsAt: before?.statusAsAt ?? null,
    sha256: before?.sha256 ?? null,
    etag: before?.etag ?? null,
    lastModified: before?.lastModified ?? null,
    failures,
    failingSince: before?.failingSince ?? now,
    failure: { at: now, why: why.slice(0, 1000), isLayout, ...(isRefused && { isRefused }) },
    dueAt: notBefore !== null && notBefore > due ? notBefore : due,
  };
}

/** Days, with fractions, since the looks at a document began to fail. */
export const daysFailing = ({ failingSince }: Pick<Look, 'failingSince'>, now: Instant): number =>
  failingSince === null ? 0 : (Date.parse(now) - Date.parse(failingSince)) / day;
