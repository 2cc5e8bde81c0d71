import { createServer, type Server, type Socket } from 'node:net';
import type { AddressPolicy } from '../../functions/core/webhook/guard/address-policy.ts';
import { createSend, type Limits } from '../../functions/deliver/posting/send.ts';

/** A policy that leaves everything to the connector: any URL, and only the tests' own address. */
export const onlyLoopback: AddressPolicy = {
  refuseUrl: () => null,
  allows: (address) => address === '127.0.0.1',
};

export const shortLimits: Limits = { deadline: 600, resolve: 150, read: 16_384, kept: 4_096 };

/** Sends to 127.0.0.1, whatever the name. */
export const sendToLoopback = (limits: Limits = shortLimits) =>
  createSend({ policy: onlyLoopback, resolve: async () => ['127.0.0.1'], limits });

export const posting = (port: number, scheme = 'http') => ({
  url: `${scheme}://hooks.example.org:${port}/in?x=1`,
  headers: { 'content-type': 'application/json; charset=utf-8', 'webhook-id': 'chg_000000000042' },
  body: '{"note":"条約"}',
});

export type Receiver = { port: number; requests: string[]; open: () => number } & AsyncDisposable;

/** A receiver that writes raw bytes: `answer` is called with each complete request. */
export async function receiver(answer: (socket: Socket, request: string) => void): Promise<Receiver> {
  const requests: string[] = [];
  const server = createServer((socket) => {
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString();
      const [head, body] = text.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head ?? '')?.[1] ?? 0);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      requests.push(text);
      text = '';
      answer(socket, requests.at(-1) ?? '');
    });
  });
  return { requests, ...(await listening(server)) };
}

/** A server's port, and its end with all its sockets. */
export async function listening(server: Server): Promise<Omit<Receiver, 'requests'>> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    open: () => sockets.size,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A complete answer that closes the connection. */
export const plain = (status: string, headers: readonly string[] = [], body = '') =>
  [`HTTP/1.1 ${status}`, ...headers, `content-length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');

/** A receiver that always gives the same answer. */
export const answering =
  (status: string, headers: string[] = [], body = '') =>
  (socket: Socket): void =>
    void socket.end(plain(status, headers, body));

/** The ids of the messages in requests. */
export const idsOf = (requests: readonly string[]) =>
  requests.map((request) => taken(request).headers['webhook-id']);

/** The headers and body of a request. */
export function taken(request = ''): { headers: Record<string, string>; body: string } {
  const [head = '', body = ''] = request.split('\r\n\r\n');
  const lines = head.split('\r\n').slice(1);
  return { headers: Object.fromEntries(lines.map((line) => line.split(/: (.*)/s).slice(0, 2))), body };
}
