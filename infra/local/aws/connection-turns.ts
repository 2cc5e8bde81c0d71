import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';

/** Requests that may wait on a connection for the answer to the one before. Browsers send none ahead. */
const mostWaiting = 16;

type Handle<T> = (request: IncomingMessage, response: ServerResponse) => T;
/** What waits on a connection; behind an answer that closes it nothing is heard. */
type Line = { waiting: (() => Promise<void>)[]; isShut: boolean };

type Answers = {
  /** Answers, if that needs no waiting; says whether it has. */
  atOnce: Handle<boolean>;
  answer: Handle<Promise<void>>;
  /** Answers what is sent beyond the requests that may wait, and closes. */
  refuse: (response: ServerResponse) => void;
};

/**
 * Answers the requests of one connection one after the other, as HTTP/1.1 has them answered in order in any case: whoever
 * sends thousands ahead waits for them alone, and whoever reads no answer is made no further one.
 */
export function inTurnsByConnection({ atOnce, answer, refuse }: Answers): Handle<void> {
  const lines = new WeakMap<Socket, Line>();

  const inTurn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { socket } = request;
    const before = lines.get(socket);
    if (before?.isShut) return;
    const line = before ?? { waiting: [], isShut: false };
    const own = async (): Promise<void> => {
      await answer(request, response);
      if (response.shouldKeepAlive && line.waiting.length > 0)
        await finished(response).catch(() => undefined);
      if (response.shouldKeepAlive && !socket.destroyed) return;
      line.isShut = true;
      line.waiting = [];
    };
    if (before && line.waiting.length < mostWaiting) return void line.waiting.push(own);
    if (before) {
      line.isShut = true;
      return refuse(response);
    }
    lines.set(socket, line);
    for (let next: typeof own | undefined = own; next; next = line.waiting.shift()) await next();
    if (!line.isShut) lines.delete(socket);
  };

  return (request, response) => {
    const isFirst = isSendable(response) && response.shouldKeepAlive;
    if (!isFirst || !atOnce(request, response)) inTurn(request, response);
  };
}

/** Node gives a response its socket when all before it are sent. */
const isSendable = ({ socket }: ServerResponse): boolean => socket !== null;
