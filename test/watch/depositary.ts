import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export type Depositary = {
  url: string;
  /** The requests in order, with when and by whom. */
  asked: { path: string; at: number; agent: string; etag: string | undefined }[];
  /** The answers from now on, by path. */
  answers: Map<string, (request: IncomingMessage, response: ServerResponse) => void>;
  /** The most requests that were answered at once. */
  atOnce: () => number;
};

/** A depositary on this machine that answers as the test says. */
export async function aDepositary(): Promise<Depositary> {
  const asked: Depositary['asked'] = [];
  const answers: Depositary['answers'] = new Map();
  let [open, most] = [0, 0];
  const server = createServer((request, response) => {
    const { url: path = '', headers } = request;
    asked.push({ path, at: Date.now(), agent: headers['user-agent'] ?? '', etag: headers['if-none-match'] });
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => {
      open -= 1;
    });
    const answer = answers.get(path);
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, answers, atOnce: () => most };
}

export const serves =
  (body: string | Uint8Array, headers: Record<string, string> = {}, status = 200) =>
  (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  };
