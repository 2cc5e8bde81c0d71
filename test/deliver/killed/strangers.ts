import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

export type Came = { path: string; id: string };

/**
 * Receivers by path, each with its own secret, that know the service only from its guide. Every second one
 * leaves its first request unanswered. GET tells what came and was verified, in order.
 */
const secrets: Record<string, string> = JSON.parse(process.argv[2] ?? '');
const isSilentAtFirst = (path: string): boolean => Object.keys(secrets).indexOf(path) % 2 === 1;
const came: Came[] = [];

const server = createServer(async (request, response) => {
  const { method, url: path = '' } = request;
  if (method === 'GET') return void response.end(JSON.stringify(came));
  try {
    const headers = request.headers as Record<string, string>;
    const { id } = new Webhook(secrets[path] ?? '').verify(await text(request), headers) as { id: string };
    const isFirst = came.every((one) => one.path !== path);
    came.push({ path, id });
    if (!isFirst || !isSilentAtFirst(path)) response.writeHead(204).end();
  } catch {
    response.writeHead(400).end();
  }
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
