import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export type Received = { id: string; type: string };

type Event = { id: string; type: string; data: { challenge?: string } };

/**
 * A complete subscriber: it verifies every request with an independent library, and answers the challenge.
 */
export async function openReceiver() {
  const secret = Promise.withResolvers<string>();
  const bodies: string[] = [];
  let taken = 0;
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    try {
      const event = new Webhook(await secret.promise).verify(body, headersOf(request)) as Event;
      if (!event.type.startsWith('subscription.')) bodies.push(body);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ challenge: event.data.challenge }));
    } catch {
      response.writeHead(400).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  /** Waits for the next `count` events. */
  const next = async (count: number, patience: number): Promise<Received[]> => {
    const end = Date.now() + patience;
    while (bodies.length < taken + count) {
      if (Date.now() > end)
        throw new Error(`${bodies.length - taken} of ${count} events came in ${patience / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    taken += count;
    return bodies.slice(taken - count, taken).map((body) => JSON.parse(body) as Received);
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    expect: secret.resolve,
    next,
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

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
