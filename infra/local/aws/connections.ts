import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections at once. */
export const mostConnections = 1000;

/**
 * Keeps connections to a number: whoever comes beyond it takes the place of the one that has kept us waiting longest, be
 * it between its requests or within one. Nobody loses it while an answer is being made.
 */
export function boundConnections(server: Server, most: number) {
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
    if (!socket.destroyed) waited.add(socket);
  };
  const whileBusy = async (socket: Socket, answer: () => Promise<void>): Promise<void> => {
    waited.delete(socket);
    await answer();
    waitsFromNow(socket);
  };
  return { whileBusy, waitsFromNow };
}
