import { Change } from '../../core/record/change.ts';
import { Subscription } from '../../core/webhook/subscription.ts';
import { DamagedItem, type Db, getItems, type Item, newMark, readable } from '../db.ts';
import { changeKey } from '../record/changes.ts';
import { type PartiqlStatement, runAll } from '../statements.ts';
import { putIf, unlessRefused, updateItem } from '../writes.ts';
import { ifVersion, subscriptionItem, subscriptionKey } from './subscription-item.ts';

/** A subscription, and until when its receiver counts as slow. */
export type KnownSubscription = { subscription: Subscription; crowdedUntil: string | null };

/** What senders read and write of subscriptions, many at a time. */
export function createSubscriptionHealth(db: Db) {
  /**
   * Reads subscriptions and, in the same request, changes; leaves out damaged changes and what is not there.
   */
  const getAll = async (
    ids: readonly string[],
    sequences: readonly number[],
  ): Promise<{ known: Map<string, KnownSubscription | DamagedItem>; changes: Change[] }> => {
    const items = await getItems(db, [...ids.map(subscriptionKey), ...sequences.map(changeKey)]);
    const own = items.filter(({ sk }) => sk === 'META');
    const known = own.map(
      (item) => [String(item.pk).slice(subscriptionKey('').pk.length), knownIn(item)] as const,
    );
    const { found: changes } = readable(
      items.filter(({ sk }) => sk !== 'META'),
      Change,
    );
    return { known: new Map(known), changes };
  };

  /**
   * Marks a receiver as slow, so that its senders count themselves, unless it is marked already. Writing the
   * whole subscription anew clears the mark.
   */
  const crowd = async (id: string, now: string, until: string): Promise<void> => {
    const update = updateItem(db, subscriptionKey(id), {
      UpdateExpression: 'set crowdedUntil = :until',
      ConditionExpression:
        'attribute_exists(pk) and (attribute_not_exists(crowdedUntil) or crowdedUntil <= :now)',
      ExpressionAttributeValues: { ':until': until, ':now': now },
    });
    await unlessRefused(update, () => undefined);
  };

  /**
   * Writes what senders have learnt of receivers in one request: health, and a status that changes no
   * membership. Each note is written only over the version that it was learnt on, and of one subscription
   * only the first; answers whether it was. Never rejects: a note that fails counts as not written, so that
   * no other is lost by it.
   */
  const noteAll = async (notes: readonly Subscription[]): Promise<boolean[]> => {
    const firsts = [...new Map(notes.toReversed().map((one) => [one.id, { one, mark: newMark() }])).values()];
    const outcomes = await runAll(db, firsts.map(noting(db)));
    const written = await Promise.all(
      firsts.map(async ({ one, mark }, index) => {
        const kind = outcomes[index]?.kind;
        const isWritten = kind === 'unsure' ? await noteAlone(one, mark).catch(() => false) : kind === 'done';
        return isWritten ? [one] : [];
      }),
    );
    return notes.map((one) => written.flat().includes(one));
  };

  const noteAlone = (one: Subscription, mark: string): Promise<boolean> =>
    putIf(db, subscriptionItem({ ...one, version: one.version + 1 }), ifVersion(one.version), mark);

  return { getAll, crowd, noteAll };
}

const noting =
  ({ table }: Db) =>
  ({ one, mark }: { one: Subscription; mark: string }): PartiqlStatement => {
    const { pk, sk, version, body } = subscriptionItem({ ...one, version: one.version + 1 });
    return {
      text: `UPDATE "${table}" SET "body" = ?, "version" = ?, "mark" = ? WHERE "pk" = ? AND "sk" = ? AND "version" = ?`,
      values: [body, version, mark, pk, sk, one.version],
    };
  };

function knownIn(item: Item): KnownSubscription | DamagedItem {
  const { data, error } = Subscription.safeParse(item.body);
  return error
    ? new DamagedItem(item, error)
    : { subscription: data, crowdedUntil: item.crowdedUntil ?? null };
}
