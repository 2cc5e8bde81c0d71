import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, vi } from 'vitest';
import type { Description } from '../../functions/api/http/route.ts';
import type { Scope } from '../../functions/core/api-key.ts';
import type { TestLaptop } from '../support/laptop/laptop.ts';
import { exchange, type Heard } from './socket.ts';

export type Ask = {
  method?: string;
  /** Added to the path, with its question mark. */
  query?: string;
  key?: string | null;
  headers?: Record<string, string>;
  body?: string | Buffer;
};

/** A receiver that answers every challenge and accepts the rest. */
export async function agreeable(): Promise<{ server: Server; url: string }> {
  const server = createServer(async (request, response) => {
    const text = (await Array.fromAsync(request)).join('');
    response.end(JSON.stringify({ challenge: JSON.parse(text).data.challenge ?? '' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in` };
}

let names = 0;

/** A new key for each case, so that none uses up another's write limit. */
export async function keyOf({ store, seal }: TestLaptop, owner: string, scopes: Scope[], expiresAt?: string) {
  const by = { now: new Date().toISOString(), by: 'test', seal };
  const name = `hostile-${++names}`;
  return store.keys.create({ owner, name, scopes, ...(expiresAt && { expiresAt }) }, by);
}

/** A verified subscription of the laptop's own key, for changes from now on. */
export async function aSubscription(laptop: TestLaptop, url: string): Promise<string> {
  const { sequence } = await laptop.store.record.head();
  await vi.waitFor(async () => expect(await laptop.store.fanout.behind(sequence)).toEqual([]), 20_000);
  const response = await fetch(`${laptop.url}/v1/subscriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${laptop.editorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url, filter: {} }),
  });
  const { id } = (await response.json()) as { id: string };
  await vi.waitFor(
    async () => expect((await laptop.store.subscriptions.get(id))?.receivesAfter).not.toBeNull(),
    20_000,
  );
  return id;
}

/** Asks a route over a socket of its own; the body, if any, is JSON unless headers say otherwise. */
export function asker(port: number, keys: (route: Description) => Promise<string>) {
  return async (route: Description, path: string, ask: Ask = {}): Promise<Heard> => {
    const { method = route.method, query = '', key, headers = {}, body } = ask;
    const token = key === undefined ? route.scope && (await keys(route)) : key;
    const all = {
      host: 'x',
      connection: 'close',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
      }),
      ...headers,
    };
    const lines = Object.entries(all).flatMap(([name, value]) =>
      value === '' ? [] : [`${name}: ${value}\r\n`],
    );
    const head = `${method} ${path}${query} HTTP/1.1\r\n${lines.join('')}\r\n`;
    return exchange(port, head, ...(body === undefined ? [] : [body]));
  };
}

/** What every refusal must be, whatever was asked. */
export function expectProblem(
  heard: Heard,
  statuses: readonly number[],
  what: string,
): Record<string, unknown> {
  expect(statuses, `${what}: ${heard.status} ${heard.body.slice(0, 300)}`).toContain(heard.status);
  expect(heard.headers['content-type'], what).toBe('application/problem+json');
  expect(heard.headers['x-content-type-options'], what).toBe('nosniff');
  const problem = JSON.parse(heard.body) as Record<string, unknown>;
  expect(problem, what).toMatchObject({
    status: heard.status,
    type: expect.any(String),
    title: expect.any(String),
  });
  expect(String(problem.detail).length, what).toBeGreaterThan(10);
  expect(heard.body, what).not.toMatch(/\.ts:|node_modules|received undefined|Invalid input:/);
  return problem;
}
