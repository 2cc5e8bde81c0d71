import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

type Event = { id: string; type: string; sequence?: number; data: { challenge?: string } };

export type Stranger = Awaited<ReturnType<typeof aStranger>>;

/**
 * A subscriber that knows the service only from its guide: it verifies every request, answers the challenge,
 * drops duplicates, and asks the feed for what it should have.
 */
export async function aStranger() {
  const secret = Promise.withResolvers<string>();
  const events = new Map<string, { event: Event; body: string }>();
  /** Ids of all verified requests, duplicates too. */
  const came: string[] = [];
  const faults: string[] = [];
  const unanswered: { id: string; response: ServerResponse }[] = [];
  const mood = { isSilent: false };

  const verified = async (body: string, headers: IncomingHttpHeaders): Promise<Event> =>
    new Webhook(await secret.promise).verify(body, headers as Record<string, string>) as Event;

  const keep = (event: Event, body: string): void => {
    came.push(event.id);
    const known = events.get(event.id);
    if (known && known.body !== body) faults.push(`${event.id} came with other bytes`);
    if (!known) events.set(event.id, { event, body });
  };

  const server = createServer(async (request, response) => {
    try {
      const body = await text(request);
      const event = await verified(body, request.headers);
      if (event.id !== request.headers['webhook-id']) faults.push(`${event.id} has another id in its header`);
      if (event.type !== 'subscription.verification') {
        keep(event, body);
        if (mood.isSilent) return void unanswered.push({ id: event.id, response });
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ challenge: event.data.challenge }));
    } catch (error) {
      faults.push(String(error));
      response.writeHead(400).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();

  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/hooks`,
    trust: secret.resolve,
    mood,
    unanswered,
    came,
    faults,
    events,
    /** Ids of its events of the feed, in order of sequence. */
    has: (): string[] =>
      [...events.values()]
        .filter(({ event }) => event.sequence !== undefined)
        .sort((one, other) => (one.event.sequence ?? 0) - (other.event.sequence ?? 0))
        .map(({ event }) => event.id),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
