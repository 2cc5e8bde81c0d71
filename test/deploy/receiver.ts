import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

export type Event = { sequence?: number; type: string; data: Record<string, unknown> };
type Received = { body: string; event: Event };

export type Receiver = AsyncDisposable & {
  url: string;
  /** The secret to verify signatures with; the URL's verification is sent before it is known. */
  trust(secret: string): void;
  event(sequence: number): Received | undefined;
  /** Requests with a wrong signature. */
  refused: string[];
};

/**
 * A subscriber's receiver on loopback: it proves its URL, verifies signatures with the public library, and
 * keeps the events.
 */
export async function startReceiver(): Promise<Receiver> {
  const received = new Map<number, Received>();
  const refused: string[] = [];
  let webhook: Webhook | undefined;
  const take = (headers: IncomingMessage['headers'], body: string): string => {
    const event: Event = JSON.parse(body);
    if (event.type === 'subscription.verification')
      return JSON.stringify({ challenge: event.data.challenge });
    if (!webhook) throw new Error(`${event.type} before the URL was verified`);
    webhook.verify(body, headers as Record<string, string>);
    if (event.sequence !== undefined) received.set(event.sequence, { body, event });
    return '{}';
  };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    try {
      response.setHeader('content-type', 'application/json').end(take(request.headers, body));
    } catch (error) {
      refused.push(String(error));
      response.writeHead(400).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    trust: (secret) => {
      webhook = new Webhook(secret);
    },
    event: (sequence) => received.get(sequence),
    refused,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
