import * as z from 'zod';
import { Instant } from '../core/calendar.ts';
import { Look } from '../core/depositary/watching/look.ts';
import { type Db, getBody } from './db.ts';
import { listLooks, lookKey } from './depositary/look-items.ts';
import { deleteItem, putItem, unlessRefused } from './writes.ts';

const keys = {
  look: lookKey,
  host: (host: string) => ({ pk: 'WATCH#HOST', sk: host }),
  began: { pk: 'WATCH#BEGAN', sk: 'BEGAN' },
};

/** Who has the turn to ask a host, until when, and until when nobody may. */
const Host = z.object({ holder: z.string(), until: Instant, pausedUntil: Instant.nullable() });

/** What is known about looking at depositaries' documents, and whose turn it is to ask a host. */
export function createLooks(db: Db) {
  /** Null if no round was ever made. */
  const begunAt = async (): Promise<Instant | null> =>
    (await getBody(db, keys.began, z.object({ at: Instant })))?.at ?? null;

  return {
    list: () => listLooks(db),
    get: (instrument: string) => getBody(db, keys.look(instrument), Look),
    put: (look: Look): Promise<void> => putItem(db, { ...keys.look(look.instrument), body: look }),

    begunAt,

    /** The instant since which documents are watched here; first looks are spread from it. */
    began: async (now: Instant): Promise<Instant> => {
      const known = await begunAt();
      if (!known) await putItem(db, { ...keys.began, body: { at: now } });
      return known ?? now;
    },

    /**
     * Takes or prolongs the turn at a host, so that only one program asks it at a time. False if another has
     * the turn, or the host asked to be left alone.
     */
    takeTurn: async (host: string, holder: string, now: Instant, until: Instant): Promise<boolean> => {
      const pausedUntil = (await getBody(db, keys.host(host), Host))?.pausedUntil ?? null;
      if (pausedUntil !== null && pausedUntil > now) return false;
      const body = { holder, until, pausedUntil };
      const condition = {
        ConditionExpression: 'attribute_not_exists(pk) or body.holder = :own or body.#until < :now',
        ExpressionAttributeNames: { '#until': 'until' },
        ExpressionAttributeValues: { ':own': holder, ':now': now },
      };
      const put = putItem(db, { ...keys.host(host), body }, condition).then(() => true);
      return unlessRefused(put, () => false);
    },

    /** Leaves a host alone until `pausedUntil`. */
    pause: (host: string, holder: string, now: Instant, pausedUntil: Instant): Promise<void> =>
      putItem(db, { ...keys.host(host), body: { holder, until: now, pausedUntil } }),

    endTurn: async (host: string, holder: string): Promise<void> => {
      const condition = {
        ConditionExpression: 'body.holder = :own and body.pausedUntil = :none',
        ExpressionAttributeValues: { ':own': holder, ':none': null },
      };
      await unlessRefused(deleteItem(db, keys.host(host), condition), () => undefined);
    },
  };
}
