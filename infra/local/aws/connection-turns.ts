import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that may wait on a connection for the answer to the one before. Browsers send none ahead. */
const mostWaiting = 16;

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
/** What waits on a connection; behind an answer that closes it nothing is heard. */
type Line = { waiting: (() => Promise<void>)[]; isShut: boolean };

/**
 * Answers the requests of one connection one after the other, as HTTP/1.1 has them answered in order in any case: whoever
 * sends thousands ahead waits for them alone. `refuse` answers what is sent beyond those that may wait, and closes.
 */
export function inTurnsByConnection(answer: Handle, refuse: (response: ServerResponse) => void): Handle {
  const lines = new WeakMap<Socket, Line>();

  return async (request, response) => {
    const { socket } = request;
    const before = lines.get(socket);
    if (before?.isShut) return;
    const line = before ?? { waiting: [], isShut: false };
    const own = async (): Promise<void> => {
      await answer(request, response);
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
}
