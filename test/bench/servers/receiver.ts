import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { announce } from './answers.ts';

/** Accepts every POST. */
const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(204).end());
});
server.listen(0, '127.0.0.1', () => announce((server.address() as AddressInfo).port));
