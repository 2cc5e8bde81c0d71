import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Action } from '../../core/action.ts';
import { Check } from '../../core/check.ts';
import { Standing } from '../../core/law/standing.ts';
import { State } from '../../core/state.ts';
import { bodyIn, type Db, getBody, type Item, partition } from '../db.ts';
import { stateKey } from '../record/holdings.ts';
import { rosterItems } from '../record/roster/roster.ts';
import { putItem } from '../writes.ts';
import { announceMerge } from './import.ts';

const markKey = { pk: 'META', sk: 'ROSTERS' };

/**
 * Makes rosters for a record older than rosters, once per table, and tells first of how many States. It may be
 * interrupted and repeated: what is there already is left alone.
 */
export async function backfillRosters(db: Db, begun?: (states: number) => void): Promise<void> {
  if (await getBody(db, markKey, z.object({}))) return;
  const states = (await partition(db, 'STATE'))
    .map((item) => bodyIn(item, State))
    .filter(({ tracked }) => tracked);
  if (states.length > 0) begun?.(states.length);
  const there = new Set((await partition(db, 'ROSTER')).map(({ sk }) => String(sk)));
  let copied = 0;
  for (const { code } of states) {
    const copies = (await partition(db, stateKey(code))).flatMap(copyOf);
    copied += await put(
      db,
      copies.filter(({ sk }) => !there.has(String(sk))),
    );
  }
  if (copied > 0) await announceMerge(db);
  await putItem(db, { ...markKey, body: {} });
}

function copyOf(item: Item): Item[] {
  const [kind, , id = ''] = String(item.sk).split('#');
  if (kind === 'ACTION') return [rosterItems.action(bodyIn(item, Action))];
  if (kind === 'CHECK') return [rosterItems.check(bodyIn(item, Check), id)];
  return kind === 'PARTICIPATION' ? [rosterItems.standing(bodyIn(item, Standing))] : [];
}

const atOnce = 100;

/**
 * Writes missing copies and counts them. Each is put only where none is, because one written meanwhile may
 * be of a later standing.
 */
async function put(db: Db, missing: readonly Item[]): Promise<number> {
  for (let from = 0; from < missing.length; from += atOnce)
    await db.client.send(
      new TransactWriteCommand({
        TransactItems: missing.slice(from, from + atOnce).map((copy) => ({
          Put: { TableName: db.table, Item: copy, ConditionExpression: 'attribute_not_exists(pk)' },
        })),
      }),
    );
  return missing.length;
}
