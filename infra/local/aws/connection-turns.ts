import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { finished } from 'node:stream/promises';

/** Requests that may wait on a connection for earlier answers, because browsers send none ahead. */
export const mostWaiting = 16;

type Handle<T> = (request: IncomingMessage, response: ServerResponse) => T;
/** The requests waiting on a connection; nothing behind an answer that closes it is heard. */
type WaitingLine = { waiting: (() => Promise<void>)[]; isShut: boolean };

type Answers = {
  /** Answers if that takes no waiting; says whether it has. */
  atOnce: Handle<boolean>;
  answer: Handle<Promise<void>>;
  /** Answers a request beyond those that may wait, and closes the connection. */
  refuse: (response: ServerResponse) => void;
};

/**
 * Answers the requests of one connection one after the other, the order that HTTP/1.1 requires anyway. So
 * whoever sends thousands ahead waits for them alone, and whoever reads no answers gets no further ones.
 */
export function inTurnsByConnection({ atOnce, answer, refuse }: Answers): Handle<void> {
  const lines = new WeakMap<Socket, WaitingLine>();

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

/** Whether a response can be sent: Node gives it the socket when all before it have gone. */
const isSendable = ({ socket }: ServerResponse): boolean => socket !== null;
