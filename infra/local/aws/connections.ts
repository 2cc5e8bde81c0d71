import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Open connections at most. */
export const mostConnections = 1000;

/** Bytes of answers that may wait for clients to read them. */
export const mostUnread = 64 * 1024 * 1024;

/** Bytes of an answer that do not count as waiting, because they soon leave. */
export const uncounted = 16 * 1024;

/**
 * Limits connections. One too many replaces the connection that has been idle or unfinished longest, and so
 * does an answer beyond the bytes that may wait to be read. No connection is closed while its answer is being
 * made.
 */
export function boundConnections(server: Server, most: number, unread: number) {
  const waited = new Set<Socket>();
  let open = 0;
  server.on('connection', (socket: Socket) => {
    open += 1;
    waited.add(socket);
    socket.once('close', () => {
      open -= 1;
      waited.delete(socket);
    });
    if (open > most) for (const longest of waited) return void longest.destroy();
  });

  const waitsFromNow = (socket: Socket): void => {
    waited.delete(socket);
    if (socket.destroyed) return;
    waited.add(socket);
    if (socket.writableLength > uncounted) letGo(waited, unread);
  };
  const whileBusy = async (socket: Socket, answer: () => Promise<void>): Promise<void> => {
    waited.delete(socket);
    await answer();
    waitsFromNow(socket);
  };
  return { whileBusy, waitsFromNow };
}

function letGo(waited: ReadonlySet<Socket>, unread: number): void {
  let held = 0;
  for (const { writableLength } of waited) held += writableLength;
  for (const socket of waited) {
    if (held <= unread) return;
    if (socket.writableLength <= uncounted) continue;
    held -= socket.writableLength;
    socket.destroy();
  }
}
