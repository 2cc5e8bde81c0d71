import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../functions/lib/log.ts';
import { openReceiver, type Received } from './demo-receiver.ts';
import { type Laptop, startLaptop } from './laptop.ts';

const say = (text = ''): void => void process.stdout.write(`${text}\n`);

const record = '/v1/states/CHN/participations/iccpr';
/** Milliseconds for what takes a second on a machine that has nothing else to do. */
const patience = 60_000;

/** The story of one ratification that never happened, from the record to a verified webhook; in a database of its own. */
async function main(): Promise<void> {
  say('THIS IS HYPOTHETICAL. China has not ratified the Covenant; nothing of what follows is kept.\n');
  const dataDir = await mkdtemp(join(tmpdir(), 'treaty-demo-'));
  const laptop = await startLaptop({ dataDir, log: createLog({ write: () => {} }) });
  const receiver = await openReceiver();
  try {
    await tell(laptop, receiver);
    say('\nThat was hypothetical; the scratch database is deleted.');
  } finally {
    await receiver.close();
    await laptop.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

type Receiver = Awaited<ReturnType<typeof openReceiver>>;

async function tell(laptop: Laptop, receiver: Receiver): Promise<void> {
  const ask = asker(laptop);
  say(`1  A receiver listens at ${receiver.url} and subscribes to China and the Covenant (ICCPR).`);
  const filter = { states: ['CHN'], instruments: ['iccpr'] };
  const subscription = await ask('POST', '/v1/subscriptions', { url: receiver.url, filter });
  receiver.expect(subscription.secret);
  const path = `/v1/subscriptions/${subscription.id}`;
  await until('the receiver to be verified', async () => (await ask('GET', path)).status === 'active');
  say('2  It answered the signed challenge: the subscription is active.');

  say(`3  On record: China is a ${(await ask('GET', record)).status} of the Covenant.`);
  const { headSequence } = await ask('GET', '/v1/changes?limit=1');
  await ask('POST', `${record}/actions`, hypotheticalRatification());
  say('4  HYPOTHETICALLY China deposits its ratification today …');
  const events = await receiver.next(2, patience);
  for (const event of events) say(`   ← ${described(event)}, verified by the library standardwebhooks`);
  const after = await ask('GET', record);
  say(`5  On record now: China is a ${after.status} of the Covenant; in force for it on ${after.inForceOn}.`);

  await until('both deliveries to be on record', () => areDelivered(ask, path, events));
  await ask('POST', `${path}/replay`, { afterSequence: headSequence, only: 'all' });
  say('6  The receiver lost its notes and asks for a replay …');
  for (const event of await receiver.next(2, patience)) say(`   ← ${described(event)}, the same bytes again`);
  const ids = new Set(receiver.bodies());
  if (ids.size !== events.length) throw new Error(`${ids.size} different bodies came, not ${events.length}`);
}

/** What the receiver has answered is recorded a moment later, and a replay takes what is recorded. */
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
type Answer = any;

type Ask = ReturnType<typeof asker>;

function asker({ url, editorKey }: Laptop) {
  return async (method: string, path: string, body?: unknown): Promise<Answer> => {
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

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`The demonstration failed: ${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  },
);
