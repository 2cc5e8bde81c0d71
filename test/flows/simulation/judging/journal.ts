import { Change } from '../../../../functions/core/record/change.ts';
import type { Delivery } from '../../../../functions/core/webhook/delivery.ts';
import { Subscription } from '../../../../functions/core/webhook/subscription.ts';
import { deliveryIn } from '../../../../functions/store/webhook/deliveries/delivery-item.ts';
import type { Run } from '../steps.ts';

/** One thing as written: when, counted in writes, and by whom; undefined if deleted. */
export type Image<T> = {
  tick: number;
  run: Run | null;
  /** Faults that had hit its writer before. */
  struck: number;
  value: T | undefined;
};

export type Item = { pk: string; sk: string; body?: unknown };

const after = (text: string, prefix: string): string | null =>
  text.startsWith(prefix) ? text.slice(prefix.length) : null;

/** Every write in order: what the table held at any moment, without asking the code under test. */
export function createJournal() {
  const subscriptions = new Map<string, Image<Subscription>[]>();
  const rows = new Map<string, Image<Delivery>[]>();
  const changes = new Map<number, Image<Change>>();
  const progress = new Map<number, Image<number>[]>();
  const byUrl = new Map<string, string>();
  let tick = 0;

  const image = <T>(run: Run | null, value: T | undefined): Image<T> => ({
    tick,
    run,
    struck: run?.struck ?? 0,
    value,
  });

  const noteSubscription = (id: string, run: Run | null, body: unknown) => {
    const value = body === undefined ? undefined : Subscription.parse(body);
    if (value) byUrl.set(value.url, id);
    add(subscriptions, id, image(run, value));
  };

  const note = (run: Run | null, { pk, sk, body }: Item): void => {
    const subscription = after(pk, 'SUBSCRIPTION#');
    const key = after(sk, 'DELIVERY#');
    const shard = pk === 'FANOUT' ? after(sk, 'SHARD#') : null;
    if (subscription && sk === 'META') noteSubscription(subscription, run, body);
    if (subscription && key)
      add(rows, `${subscription} ${key}`, image(run, body ? deliveryIn({ pk, sk, body }) : undefined));
    if (pk.startsWith('CHANGE#')) changes.set(Number(sk), image(run, Change.parse(body)));
    if (shard) add(progress, Number(shard), image(run, Number((body as { through: number }).through)));
  };

  return {
    /** Writes so far. */
    tick: () => tick,
    /** Notes what one write, possibly a transaction, put and deleted. */
    noteAll: (run: Run | null, items: readonly Item[]) => {
      tick++;
      for (const item of items) note(run, item);
    },
    changes,
    /** The subscription that has or had this URL; no URL is used twice. */
    subscribedTo: (url: string) => byUrl.get(url) ?? 'nobody',
    ids: () => [...subscriptions.keys()],
    subscription: (id: string) => subscriptions.get(id) ?? [],
    row: (id: string, key: string) => rows.get(`${id} ${key}`) ?? [],
    rowsOf: (id: string) =>
      [...rows].filter(([name]) => name.startsWith(`${id} `)).map(([, images]) => images),
    progress: (shard: number) => progress.get(shard) ?? [],
  };
}

export type Journal = ReturnType<typeof createJournal>;

function add<K, T>(to: Map<K, Image<T>[]>, key: K, image: Image<T>): void {
  const images = to.get(key);
  if (images) images.push(image);
  else to.set(key, [image]);
}

/** A thing at a moment. */
export const at = <T>(images: readonly Image<T>[], tick: number): T | undefined =>
  images.findLast((image) => image.tick <= tick)?.value;

/** Every version of a thing between two moments, both included; undefined while it did not exist. */
export const during = <T>(images: readonly Image<T>[], from: number, to: number): (T | undefined)[] => [
  at(images, from),
  ...images.filter(({ tick }) => tick > from && tick <= to).map(({ value }) => value),
];

export const latest = <T>(images: readonly Image<T>[]): T | undefined => images.at(-1)?.value;
