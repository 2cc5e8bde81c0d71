import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { announce, prepared } from './answers.ts';

const app = new Hono();
for (const { path, body, type, etag } of prepared()) {
  app.get(path, (c) =>
    c.req.header('if-none-match') === etag
      ? c.body(null, 304, { etag })
      : c.body(body, 200, { 'content-type': type, etag }),
  );
}
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => announce(port));
