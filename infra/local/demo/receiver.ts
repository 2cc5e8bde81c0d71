import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';

export type Received = { id: string; type: string };

type Event = { id: string; type: string; data: { challenge?: string } };

/**
 * A complete subscriber: it verifies every request with an independent library, and answers the challenge.
 */
export async function openReceiver() {
  const secret = Promise.withResolvers<string>();
  const bodies: string[] = [];
  const server = createServer(answering(secret.promise, bodies));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    expect: secret.resolve,
    next: inOrder(bodies),
    /**
     * Bodies of all events so far. Messages about the subscription itself, such as checkpoints, are answered
     * but not kept.
     */
    bodies: () => bodies,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Verifies each request, keeps its body, and answers with the challenge that it may bear. */
const answering =
  (secret: Promise<string>, bodies: string[]): RequestListener =>
  async (request, response) => {
    const body = await text(request);
    try {
      const event = new Webhook(await secret).verify(body, headersOf(request)) as Event;
      if (!event.type.startsWith('subscription.')) bodies.push(body);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ challenge: event.data.challenge }));
    } catch {
      response.writeHead(400).end();
    }
  };

/** Waits for the next `count` events of those that arrive, for `patience` ms at most. */
function inOrder(bodies: readonly string[]): (count: number, patience: number) => Promise<Received[]> {
  let taken = 0;
  return async (count, patience) => {
    const end = Date.now() + patience;
    while (bodies.length < taken + count) {
      if (Date.now() > end)
        throw new Error(`${bodies.length - taken} of ${count} events came in ${patience / 1000} s`);
      await sleep(50);
    }
    taken += count;
    return bodies.slice(taken - count, taken).map((body) => JSON.parse(body) as Received);
  };
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
