import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import { everySubscription } from '../../functions/store/copy/export.ts';
import type { Deployment } from './deployment/deployment.ts';
import { table } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** The subscriptions that a command is about: by id, or by what they have in common. */
export type Chosen = { owner?: string; host?: string; status?: Subscription['status']; all?: boolean };

/** The named subscriptions, or else all that fit, ordered by owner and id. A host includes its subdomains. */
export async function choose({ db }: Deployment, ids: readonly string[], chosen: Chosen = {}) {
  const found: Subscription[] = [];
  for await (const one of everySubscription(db)) if (fits(one, ids, chosen)) found.push(one);
  return found.sort((a, b) => (`${a.owner} ${a.id}` < `${b.owner} ${b.id}` ? -1 : 1));
}

function fits(one: Subscription, ids: readonly string[], { owner, host, status }: Chosen): boolean {
  if (ids.length > 0 && !ids.includes(one.id)) return false;
  if (owner !== undefined && one.owner !== owner) return false;
  if (host !== undefined && one.host !== host && !one.host.endsWith(`.${host}`)) return false;
  return status === undefined || one.status === status;
}

/** Requires a command that changes something to say which, because a slip must not pause everybody. */
export function requireChoice(ids: readonly string[], { owner, host, all }: Chosen): void {
  if (ids.length === 0 && owner === undefined && host === undefined && !all)
    throw new UsageError('Give ids of subscriptions, or --owner, --host or --all.');
}

const heads = ['id', 'owner', 'status', 'reason', 'host', 'last success', 'failures', 'contact'];

export const rows = (subscriptions: readonly Subscription[]): string =>
  table([
    heads,
    ...subscriptions.map(({ id, owner, status, reason, host, health, contact }) => [
      id,
      owner,
      status,
      reason ?? '',
      host,
      health.lastSuccessAt ?? 'never',
      String(health.failuresInARow),
      contact ?? '',
    ]),
  ]);
