import { Action } from '../../core/action.ts';
import type { Decision, Setting } from '../../core/record/recording.ts';
import type { Db } from '../db.ts';
import type { WriteItem } from '../writes.ts';
import { holdingsAfter } from './as-read.ts';
import { create, replace } from './commit.ts';
import { holdingsKeys, standingItem } from './holdings.ts';
import { rosterItems } from './roster/roster.ts';

/** The items of a decision, the instruments it touches, and the holdings after it. */
export function decided(db: Db, { holdings }: Setting, { standing, others, ...decision }: Decision) {
  const actions = decision.actions.map((action) => Action.parse(action));
  const standings = [standing, ...others];
  const items: WriteItem[] = [
    ...actions.flatMap((action) => [
      create(db, { ...holdingsKeys.action(action), body: action }),
      create(db, rosterItems.action(action)),
    ]),
    ...standings.flatMap((one) => [putStanding(db, one), replace(db, rosterItems.standing(one))]),
  ];
  return {
    actions,
    items,
    holdings: holdingsAfter(holdings, { actions, standings }),
    instruments: standings.map(({ instrument }) => instrument),
  };
}

const putStanding = (db: Db, standing: Decision['standing']): WriteItem => ({
  Put: {
    TableName: db.table,
    Item: standingItem(standing),
    ConditionExpression: standing.version === 1 ? 'attribute_not_exists(pk)' : 'version = :before',
    ...(standing.version > 1 && { ExpressionAttributeValues: { ':before': standing.version - 1 } }),
  },
});
