import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Action } from '../../core/action.ts';
import { Check } from '../../core/check.ts';
import { Standing } from '../../core/law/standing.ts';
import { State } from '../../core/state.ts';
import { bodyIn, type Db, getBody, type Item, partition } from '../db.ts';
import { stateKey } from '../record/holdings.ts';
import { rosterItems } from '../record/roster/roster.ts';
import { announceMerge } from './import.ts';

const markKey = { pk: 'META', sk: 'ROSTERS' };

/**
 * Makes rosters for a record older than rosters, once per table. It may be interrupted and repeated: what is
 * there already is left alone.
 */
export async function backfillRosters(db: Db): Promise<void> {
  if (await getBody(db, markKey, z.object({}))) return;
  const states = (await partition(db, 'STATE')).map((item) => bodyIn(item, State));
  let copied = 0;
  for (const { code } of states.filter(({ tracked }) => tracked))
    copied += await put(db, (await partition(db, stateKey(code))).flatMap(copyOf));
  if (copied > 0) await announceMerge(db);
  await db.client.send(new PutCommand({ TableName: db.table, Item: { ...markKey, body: {} } }));
}

function copyOf(item: Item): Item[] {
  const [kind, , id = ''] = String(item.sk).split('#');
  if (kind === 'ACTION') return [rosterItems.action(bodyIn(item, Action))];
  if (kind === 'CHECK') return [rosterItems.check(bodyIn(item, Check), id)];
  return kind === 'PARTICIPATION' ? [rosterItems.standing(bodyIn(item, Standing))] : [];
}

const atOnce = 100;

/**
 * Writes the missing copies and counts them. Each is put only where none is, because one written meanwhile may
 * be of a later standing.
 */
async function put(db: Db, copies: readonly Item[]): Promise<number> {
  const there = new Set<string>();
  for (const { sk } of await partition(db, 'ROSTER')) there.add(String(sk));
  const missing = copies.filter(({ sk }) => !there.has(String(sk)));
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
