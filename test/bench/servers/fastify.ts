import fastify from 'fastify';
import { announce, prepared } from './answers.ts';

const app = fastify();
for (const { path, body, type, etag } of prepared()) {
  app.get(path, (_request, reply) => reply.header('content-type', type).header('etag', etag).send(body));
}
announce(Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port));
