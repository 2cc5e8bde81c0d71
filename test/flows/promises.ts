import { master } from '../deliver/delivering.ts';
import type { Story } from './story.ts';
import type { Subscriber } from './subscriber.ts';

/** A subscriber's complaints about a story; empty if the promises that always hold were kept. */
export async function faultsOf({ store, lines }: Story, subscriber: Subscriber): Promise<string[]> {
  const found = [...subscriber.faults];
  for (const [id, body] of subscriber.bodies) {
    const change = id.startsWith('chg_')
      ? await store.changes.get(Number(id.slice('chg_'.length)))
      : undefined;
    if (change && change.body !== body) found.push(`${id} has other bytes in the feed`);
  }
  const printed = JSON.stringify(lines);
  const secrets = [subscriber.known.secret.slice('whsec_'.length), master.toString('base64'), '127.0.0.1'];
  for (const secret of [...secrets, ...subscriber.signatures])
    if (printed.includes(secret)) found.push(`printed ${secret.slice(0, 9)}…`);
  return found;
}
