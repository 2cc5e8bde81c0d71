import type { Laptop } from '../laptop.ts';
import type { openReceiver, Received } from './receiver.ts';

const record = '/v1/states/CHN/participations/iccpr';

/** Milliseconds to wait for what takes a second on an idle machine. */
const patience = 60_000;

type Receiver = Awaited<ReturnType<typeof openReceiver>>;

type Told = Pick<Laptop, 'url' | 'editorKey'>;

/**
 * Tells the story of one hypothetical ratification, from the record to a verified webhook. Throws where it
 * breaks off.
 */
export async function tell(laptop: Told, receiver: Receiver, say: (line: string) => void): Promise<void> {
  const ask = asker(laptop);
  say(`1  A receiver listens at ${receiver.url} and subscribes to China and the Covenant (ICCPR).`);
  const filter = { types: ['treaty.*'], states: ['CHN'], instruments: ['iccpr'] };
  const subscription = await ask('POST', '/v1/subscriptions', { url: receiver.url, filter });
  receiver.expect(subscription.secret);
  const path = `/v1/subscriptions/${subscription.id}`;
  await until('the receiver to be verified', async () => (await ask('GET', path)).status === 'active');
  say('2  It answered the signed challenge: the subscription is active.');

  say(`3  On record: China is a ${(await ask('GET', record)).status} of the Covenant.`);
  const { sequences } = await ask('POST', `${record}/actions`, hypotheticalRatification());
  say('4  HYPOTHETICALLY China deposits its ratification today …');
  const events = await receiver.next(2, patience);
  for (const event of events) say(`   ← ${described(event)}, verified by the library standardwebhooks`);
  const after = await ask('GET', record);
  say(`5  On record now: China is a ${after.status} of the Covenant; in force for it on ${after.inForceOn}.`);

  await until('both deliveries to be on record', () => areDelivered(ask, path, events));
  await ask('POST', `${path}/replay`, { afterSequence: sequences[0] - 1, only: 'all' });
  say('6  The receiver lost its notes and asks for a replay …');
  for (const event of await receiver.next(2, patience)) say(`   ← ${described(event)}, the same bytes again`);
  const ids = new Set(receiver.bodies());
  if (ids.size !== events.length) throw new Error(`${ids.size} different bodies came, not ${events.length}`);
}

/** Waits until the receiver's answers are recorded, because a replay sends what is on record. */
async function areDelivered(ask: Ask, path: string, events: Received[]): Promise<boolean> {
  const { data } = await ask('GET', `${path}/deliveries?status=delivered`);
  return events.every(({ id }) => data.some((row: { messageId: string }) => row.messageId === id));
}

const described = ({ id, type }: Received): string => `${id} ${type}`;

function hypotheticalRatification() {
  const today = new Date().toISOString().slice(0, 10);
  return {
    kind: 'ratification',
    doneOn: today,
    text: 'HYPOTHETICAL: recorded by the demonstration, not by any depositary.',
    sources: [
      {
        title: 'HYPOTHETICAL notification of the demonstration',
        url: 'https://example.org/hypothetical',
        seenOn: today,
        tier: 'unverified',
        note: 'It never happened.',
      },
    ],
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the demonstration reads answers as any stranger would
type ApiAnswer = any;

type Ask = ReturnType<typeof asker>;

function asker({ url, editorKey }: Told) {
  return async (method: string, path: string, body?: unknown): Promise<ApiAnswer> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${editorKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited ${patience / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
