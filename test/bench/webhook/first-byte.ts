import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../running/measure.ts';
import { type Row, spread } from '../running/table.ts';
import { recordAct, type Tracker, withTracker } from '../running/tracker.ts';

const rounds = 200;
const warmUp = 10;
const most = 60;

type Wait = { recorded: number; firstByte: number };

/** What a subscriber to the whole laptop waits for: a request into its process, and a webhook out of it. */
export const firstByte = (): Promise<Row[]> =>
  withTracker(async (tracker) => {
    const receiver = await openReceiver();
    try {
      await subscribe(tracker, receiver.url);
      const waits: Wait[] = [];
      for (let round = 0; round < warmUp + rounds; round += 1) {
        waits.push(await waitOnce(tracker, receiver));
      }
      const measured = waits.slice(warmUp);
      const recorded = measured.map((wait) => wait.recorded);
      const firstBytes = measured.map((wait) => wait.firstByte);
      return [
        {
          name: `commit → first byte, idle system, ${rounds} times`,
          ours: spread(firstBytes),
          beside: `POST → 201 ${spread(recorded)}`,
          target: `p50 ≤ ${most} ms`,
          within: median(firstBytes) <= most,
        },
      ];
    } finally {
      receiver.close();
    }
  });

/**
 * Both are timed from the request, so they include the commit, and start at any moment of the pumps' rounds.
 */
async function waitOnce(tracker: Tracker, receiver: Receiver): Promise<Wait> {
  await sleep(100 + Math.random() * 200);
  const received = receiver.next();
  const from = performance.now();
  const recorded = recordAct(tracker).then(() => performance.now() - from);
  return { recorded: await recorded, firstByte: (await received) - from };
}

type Receiver = Awaited<ReturnType<typeof openReceiver>>;

/** Answers every challenge, and notes when the head of a request has arrived. */
async function openReceiver() {
  let arrived: (at: number) => void = () => undefined;
  const server = createServer(async (request, response) => {
    arrived(performance.now());
    const { data } = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString('utf8'));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ challenge: data.challenge }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    /** Resolves with the next request. */
    next: () =>
      new Promise<number>((resolve) => {
        arrived = resolve;
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function subscribe({ ask }: Tracker, url: string): Promise<void> {
  const { id } = await ask('POST', '/v1/subscriptions', { url, filter: {} });
  while ((await ask('GET', `/v1/subscriptions/${id}`)).status !== 'active') await sleep(50);
}
