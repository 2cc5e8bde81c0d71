import { expect, test, vi } from 'vitest';
import { hasOwnEngine } from '../support/engine/own-engine.ts';
import { aDataDirectory, kill, record, type Service } from './service.ts';
import { aStranger, type Stranger } from './stranger.ts';

type Feed = { data: { id: string }[]; next: string | null };

const patience = { timeout: 60_000, interval: 50 };

const ask = async ({ url, key }: Service, target: string, body?: object) => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  return (await fetch(`${url}${target}`, init)).json() as Promise<never>;
};

/** What a subscription should have received, page by page, as the guide says to find gaps. */
async function owed(service: Service, subscription: string): Promise<Feed['data']> {
  const changes: Feed['data'] = [];
  for (let after: string | null = '0'; after !== null; ) {
    const page: Feed = await ask(service, `/v1/changes?subscription=${subscription}&after=${after}`);
    changes.push(...page.data);
    after = page.next;
  }
  return changes;
}

async function subscribe(service: Service, stranger: Stranger): Promise<string> {
  const filter = { states: ['CHN'], types: ['treaty.*'] };
  const made: { id: string; secret: string } = await ask(service, '/v1/subscriptions', {
    url: stranger.url,
    filter,
  });
  stranger.trust(made.secret);
  await vi.waitFor(async () => {
    const { status }: { status: string } = await ask(service, `/v1/subscriptions/${made.id}`);
    expect(status).toBe('active');
  }, patience);
  return made.id;
}

/** Records `count` acts, each answered before the next. */
async function recordSome(service: Service, name: string, count: number): Promise<void> {
  for (let number = 0; number < count; number++)
    expect((await record(service, `${name}-${number}`)).status).toBe(201);
}

/**
 * Kills the service with deliveries in every state: done, sent and unanswered, just recorded, and with an act
 * under way. Answers the ids of the unanswered ones.
 */
async function killAmidDeliveries(service: Service, stranger: Stranger, round: number): Promise<string[]> {
  const before = stranger.has().length;
  await recordSome(service, `${round}-answered`, 4);
  await vi.waitFor(() => expect(stranger.has().length).toBe(before + 4), patience);
  stranger.mood.isSilent = true;
  await recordSome(service, `${round}-not-answered`, 4);
  await vi.waitFor(() => expect(stranger.unanswered.length).toBeGreaterThan(2), patience);
  await recordSome(service, `${round}-perhaps-not-sent`, 3);
  const last = record(service, `${round}-perhaps-not-recorded`).catch(() => undefined);
  await Promise.all([kill(service), last]);
  stranger.mood.isSilent = false;
  return stranger.unanswered.splice(0).map(({ id }) => id);
}

const doubled = (ids: readonly string[]): Set<string> =>
  new Set(ids.filter((one, index) => ids.indexOf(one) !== index));

/** Milliseconds without the service, longer than the minute for which a killed sender's claim holds. */
const downtime = 61_000;

test.runIf(hasOwnEngine)(
  "a stranger's receiver has all it is owed after kill -9 amid deliveries, and twice only what it had not answered",
  async () => {
    const { start } = await aDataDirectory();
    await using stranger = await aStranger();
    let service = await start();
    const id = await subscribe(service, stranger);
    const cutOffs: string[] = [];
    for (let round = 1; round <= 2; round++) {
      const cutOff = await killAmidDeliveries(service, stranger, round);
      cutOffs.push(...cutOff);
      service = await start(round * downtime);
      const feed = (await owed(service, id)).map((change) => change.id);
      expect(feed.length).toBeGreaterThanOrEqual(round * 11);
      await vi.waitFor(() => {
        expect(stranger.has()).toEqual(feed);
        for (const one of cutOff)
          expect(stranger.came.filter((other) => other === one).length).toBeGreaterThan(1);
      }, patience);
    }
    expect(stranger.faults).toEqual([]);
    expect([...doubled(stranger.came)].filter((one) => !cutOffs.includes(one))).toEqual([]);
    for (const change of await owed(service, id))
      expect(JSON.parse(stranger.events.get(change.id)?.body ?? '')).toEqual(change);
  },
  180_000,
);
