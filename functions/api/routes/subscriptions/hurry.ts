import { again } from '../../../core/webhook/composing.ts';
import type { Delivery } from '../../../core/webhook/delivery.ts';
import { isUnderWay, isWaiting, rowsLookedAt } from '../../../core/webhook/sending/waiting.ts';
import type { ApiDeps } from '../../deps.ts';
import { ringAtOnce } from './sending.ts';

/** Deliveries sent at once; later ones wait for their own next attempt. */
const mostHurried = 200;

/** Sends waiting deliveries now, one after the other as in a replay, because their receiver is back. */
export async function hurry(deps: ApiDeps, subscription: string, now: string): Promise<void> {
  const { deliveries } = deps.store;
  const hurried: Delivery[] = [];
  for await (const row of deliveries.list(subscription, { most: rowsLookedAt })) {
    if (hurried.length === mostHurried) break;
    if (!isWaiting(row, now) || isUnderWay(row, now)) continue;
    if (await deliveries.put(again(row, 'replay', now))) hurried.push(row);
  }
  const [first] = hurried;
  if (first) await ringAtOnce(deps, first);
}
