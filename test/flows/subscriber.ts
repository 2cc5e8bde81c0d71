import type { Socket } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { plain, receiver, taken } from '../deliver/receiver.ts';

/** One request as a subscriber has it. */
export type Arrival = {
  /** By the service's clock. */
  at: string;
  id: string;
  type: string;
  data: Record<string, unknown>;
  body: string;
  /** The `tracker-attempt` header. */
  attempt: number;
};

type Answer = string | Promise<string>;

export type Subscriber = Awaited<ReturnType<typeof aSubscriber>>;

export const ok: string = plain('200 OK');

/**
 * The receiving side on a real socket. It answers the challenge, keeps everything else, and checks each
 * request against the contract. `mood.answer` sets its answer to events.
 */
export async function aSubscriber(clock: { now: string }) {
  const arrivals: Arrival[] = [];
  const faults: string[] = [];
  const bodies = new Map<string, string>();
  const signatures = new Set<string>();
  const known = { secret: '' };
  const mood = { answer: (_arrival: Arrival): Answer => ok };

  const inspect = ({ headers, body }: ReturnType<typeof taken>): void => {
    const id = headers['webhook-id'] ?? '';
    const timestamp = Number(headers['webhook-timestamp']);
    if (timestamp !== Math.floor(Date.parse(clock.now) / 1000)) faults.push(`${id} signed at ${timestamp}`);
    const given = headers['webhook-signature']?.split(' ') ?? [];
    const expected = new Webhook(known.secret).sign(id, new Date(timestamp * 1000), body);
    if (!given.includes(expected)) faults.push(`${id} is not signed with the secret`);
    for (const signature of given) signatures.add(signature.split(',')[1] ?? '');
    if ((bodies.get(id) ?? body) !== body) faults.push(`${id} has two bodies`);
    bodies.set(id, body);
  };

  const take = async (socket: Socket, request: string): Promise<void> => {
    const { headers, body } = taken(request);
    inspect({ headers, body });
    const { type, data } = JSON.parse(body) as Pick<Arrival, 'type' | 'data'>;
    if (type === 'subscription.verification')
      return void socket.end(plain('200 OK', [], JSON.stringify({ challenge: data.challenge })));
    const id = headers['webhook-id'] ?? '';
    const attempt = Number(headers['tracker-attempt']);
    const arrival = { at: clock.now, id, type, data, body, attempt };
    arrivals.push(arrival);
    socket.end(await mood.answer(arrival));
  };

  const server = await receiver((socket, request) => void take(socket, request));
  return {
    url: `http://hooks.example.org:${server.port}/in`,
    arrivals,
    /** Ids received of one type, or of the feed without one, in order. */
    ids: (type?: string): string[] =>
      arrivals.filter((one) => (type ? one.type === type : one.id.startsWith('chg_'))).map(({ id }) => id),
    mood,
    known,
    faults,
    bodies,
    signatures,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
