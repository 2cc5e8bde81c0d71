import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { announce } from './answers.ts';

/**
 * Many receivers behind one port: `/fast/…` answers at once, `/slow/…` after 14 s, `/hang/…` never. GET of a
 * path tells when each fast one below it got its first POST, in ms since 1970; GET of `/posts` counts all, and
 * tells when the last came.
 */
let posts = 0;
let last = 0;
const arrivals = new Map<string, number>();

const server = createServer((request, response) => {
  const { method, url = '/' } = request;
  if (method === 'GET' && url === '/posts') return void response.end(JSON.stringify({ posts, last }));
  if (method === 'GET') {
    const below = [...arrivals].filter(([path]) => path.startsWith(url));
    response.end(JSON.stringify(below.map(([, at]) => at)));
    return;
  }
  posts += 1;
  last = Date.now();
  if (url.startsWith('/fast/') && !arrivals.has(url)) arrivals.set(url, last);
  request.resume();
  if (url.startsWith('/hang/')) return;
  setTimeout(() => response.writeHead(204).end(), url.startsWith('/slow/') ? 14_000 : 0);
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  announce((server.address() as AddressInfo).port);
});
