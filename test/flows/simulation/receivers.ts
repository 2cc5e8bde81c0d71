import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTrap } from 'node:net';
import { text } from 'node:stream/consumers';
import { loopbackAllowed } from '../../../functions/core/webhook/guard/address-policy.ts';
import type { Resolve } from '../../../functions/deliver/posting/resolver.ts';
import {
  createSend,
  type Posted,
  type Posting,
  postLimits,
} from '../../../functions/deliver/posting/send.ts';
import { listening } from '../../deliver/receiver.ts';
import { type Mood, moodsTo } from './moods.ts';

/** Milliseconds after which an endless answer is cut off, so that simulated days take seconds. */
const patience = 120;

/** Receivers behind real sockets, each in one mood, and an internal server that nothing may reach. */
export async function createReceivers() {
  let current: { mood: Mood; nowMs: number } | undefined;
  let inside = 0;

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    response.on('error', () => {});
    if (current) current.mood.take({ request, response, body, nowMs: current.nowMs });
  };
  const server = await listening(
    createServer((request, response) => void take(request, response).catch(() => {})),
  );
  const trap = await listening(
    createTrap((socket) => {
      inside++;
      socket.destroy();
    }),
  );

  const resolve: Resolve = async () => {
    const addresses = current?.mood.addresses ?? ['127.0.0.1'];
    if (Array.isArray(addresses)) return addresses;
    throw Object.assign(new Error(`queryA ${addresses.code} at 10.0.0.53`), addresses);
  };
  const policy = loopbackAllowed();
  const send = createSend({ policy, resolve });
  const sendBriefly = createSend({ policy, resolve, limits: { ...postLimits, deadline: patience } });

  return {
    policy,
    urlOf: (name: string) => `http://${name}.example.org:${server.port}/in`,
    moods: moodsTo(`http://inside.example.org:${trap.port}/`),
    /** Connections to the internal server. */
    inside: () => inside,
    post: (posting: Posting, mood: Mood, nowMs: number): Promise<Posted> => {
      current = { mood, nowMs };
      return mood.isEndless ? sendBriefly(posting) : send(posting);
    },
    close: async () => {
      await server[Symbol.asyncDispose]();
      await trap[Symbol.asyncDispose]();
    },
  };
}
