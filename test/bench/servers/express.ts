import { createRequire } from 'node:module';
import { announce, prepared } from './answers.ts';

type App = {
  get(path: string, handle: (request: unknown, response: Response) => void): void;
  disable(setting: string): void;
  listen(port: number, host: string, ready: () => void): { address(): { port: number } };
};
type Response = {
  set(name: string, value: string): Response;
  send(body: string): void;
};

const require = createRequire(import.meta.url);
const express: () => App = require('express');
const app = express();
app.disable('x-powered-by');
for (const { path, body, type, etag } of prepared()) {
  app.get(path, (_request, response) => response.set('content-type', type).set('etag', etag).send(body));
}
const server = app.listen(0, '127.0.0.1', () => announce(server.address().port));
