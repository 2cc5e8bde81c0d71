import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '../core/calendar.ts';
import { Look } from '../core/depositary/watching/look.ts';
import { type Db, getBody } from './db.ts';
import { listLooks, lookKey } from './depositary/look-items.ts';

const keys = {
  look: lookKey,
  host: (host: string) => ({ pk: 'WATCH#HOST', sk: host }),
  began: { pk: 'WATCH#BEGAN', sk: 'BEGAN' },
};

/** Who has the turn to ask a host, until when, and until when nobody may. */
const Host = z.object({ holder: z.string(), until: Instant, pausedUntil: Instant.nullable() });

/** What is known about looking at depositaries' documents, and whose turn it is to ask a host. */
export function createLooks(db: Db) {
  const put = (Item: object, condition?: object) =>
    db.client.send(new PutCommand({ TableName: db.table, Item: { ...Item }, ...condition }));

  /** Null if no round was ever made. */
  const begunAt = async (): Promise<Instant | null> =>
    (await getBody(db, keys.began, z.object({ at: Instant })))?.at ?? null;

  return {
    list: () => listLooks(db),
    get: (instrument: string) => getBody(db, keys.look(instrument), Look),
    put: async (look: Look): Promise<void> => {
      await put({ ...keys.look(look.instrument), body: look });
    },

    begunAt,

    /** The instant since which documents are watched here; first looks are spread from it. */
    began: async (now: Instant): Promise<Instant> => {
      const known = await begunAt();
      if (!known) await put({ ...keys.began, body: { at: now } });
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
      return put({ ...keys.host(host), body }, condition).then(() => true, notOurs);
    },

    /** Leaves a host alone until `pausedUntil`. */
    pause: async (host: string, holder: string, now: Instant, pausedUntil: Instant): Promise<void> => {
      await put({ ...keys.host(host), body: { holder, until: now, pausedUntil } });
    },

    endTurn: async (host: string, holder: string): Promise<void> => {
      const condition = {
        ConditionExpression: 'body.holder = :own and body.pausedUntil = :none',
        ExpressionAttributeValues: { ':own': holder, ':none': null },
      };
      const command = new DeleteCommand({ TableName: db.table, Key: keys.host(host), ...condition });
      await db.client.send(command).catch(notOurs);
    },
  };
}

const notOurs = (error: unknown): false => {
  if (error instanceof ConditionalCheckFailedException) return false;
  throw error;
};
