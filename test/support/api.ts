import { createApi } from '../../functions/api/api.ts';
import type { ApiDeps } from '../../functions/api/deps.ts';
import type { Scope } from '../../functions/core/api-key.ts';
import { publicOnly } from '../../functions/core/webhook/guard/address-policy.ts';
import type { HttpFunction } from '../../functions/lib/http/answering.ts';
import { createLog } from '../../functions/lib/log.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from './engine/table.ts';
import { type Asked, eventOf } from './event.ts';
import { publicUrl, withRecord } from './record-fixture.ts';
import { seal, testMaster } from './sealing.ts';

export type Answer = {
  status: number;
  headers: Record<string, string>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of an answer, member by member
  json: any;
};

export type Client = {
  api: HttpFunction;
  /** Lines that were logged. */
  logged: string[];
  ask: (method: string, target: string, asked?: Asked) => Promise<Answer>;
  get: (target: string, headers?: Record<string, string>) => Promise<Answer>;
};

/** The API over a store at a fixed instant, asked as the gateway asks it. */
export function clientOf(store: Store, over: Partial<ApiDeps> = {}): Client {
  const logged: string[] = [];
  const log = createLog({ write: (line) => logged.push(line) });
  const deps = {
    store,
    log,
    now: () => '2023-01-02T00:00:00.000Z',
    publicUrl,
    version: '0.0.0-test',
    queues: { deliver: async () => {} },
    masterSecret: async () => testMaster,
    addressPolicy: publicOnly(),
    longestWait: 0,
    ...over,
  };
  const api = createApi(deps);
  const ask: Client['ask'] = async (method, target, asked) => {
    const { statusCode = 0, headers = {}, body = '' } = await api(eventOf(method, target, asked));
    const isJson = String(headers['content-type'] ?? '').includes('json') && body !== '';
    return {
      status: statusCode,
      headers: headers as Record<string, string>,
      text: body,
      json: isJson ? JSON.parse(body) : undefined,
    };
  };
  return { api, logged, ask, get: (target, headers) => ask('GET', target, headers && { headers }) };
}

const everyScope: Scope[] = ['actions:write', 'instruments:write', 'subscriptions:manage'];

/** The header of a new key. */
export async function bearer(store: Store, scopes: Scope[] = everyScope, owner = 'editor') {
  const now = '2023-01-01T00:00:00.000Z';
  const name = `${scopes.join(' ')} ${Math.random()}`;
  const { text } = await store.keys.create({ owner, name, scopes }, { now, by: 'fixture', seal });
  return { authorization: `Bearer ${text}` };
}

/** The fixture's record in its own table, the API over it, and an all-scope key. */
export async function withClient() {
  const store = await withRecord(await freshTable());
  return { store, client: clientOf(store), key: await bearer(store) };
}
