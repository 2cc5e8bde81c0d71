export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of an answer, member by member
  json: any;
};

export type Client = {
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  /** Adds what is missing. */
  put(path: string, body: unknown): Promise<Answer>;
};

/** Asks a deployed API over HTTP, with a key if given. */
export function createClient(base: string, key?: string): Client {
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${base.replace(/\/$/, '')}${path}`, {
      method,
      headers: {
        ...(key && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method === 'PUT' && { 'if-none-match': '*' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(40_000),
    });
    const { status, headers } = response;
    const text = await response.text();
    const isJson = /json/.test(headers.get('content-type') ?? '');
    return { status, headers, text, json: isJson ? JSON.parse(text) : {} };
  };
  return {
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    put: (path, body) => ask('PUT', path, body),
  };
}
