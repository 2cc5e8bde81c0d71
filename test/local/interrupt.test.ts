import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { record } from '../hostile/service.ts';
import { hasOwnEngine } from '../support/engine/own-engine.ts';
import { aLoadedDirectory } from '../support/laptop/loaded.ts';
import { startCommand, startedInProcesses } from '../support/laptop/started.ts';

const { environment, startHere, ending } = startedInProcesses(aLoadedDirectory);

/** `npm start` at the head of a process group, to which Ctrl+C goes as in a terminal. */
function startInGroup() {
  const child = spawn(process.execPath, [startCommand], { env: environment(), detached: true });
  ending(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  return { child, said };
}

type Message = { type: string; data: { challenge?: string } };

/** A subscriber that answers its challenge at once, and messages when the test allows. */
async function aSlowReceiver() {
  const [came, mayAnswer] = [[] as string[], Promise.withResolvers<void>()];
  const server = createServer(async (request, response) => {
    const { type, data } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as Message;
    if (type !== 'subscription.verification') {
      came.push(type);
      await mayAnswer.promise;
    }
    response.end(JSON.stringify({ challenge: data.challenge }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, came, answer: mayAnswer.resolve };
}

// biome-ignore lint/suspicious/noExplicitAny: the test reads answers as a subscriber would
type Answer = any;

const asker =
  (url: string, key: string) =>
  async (method: string, path: string, body?: object): Promise<Answer> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.ok).toBe(true);
    return response.json();
  };

const patience = 90_000;

test.runIf(hasOwnEngine)(
  'Ctrl+C ends what is under way before the engine, and nothing is sent again',
  async () => {
    const { child, said } = startInGroup();
    const found = (pattern: RegExp) =>
      vi.waitFor(() => pattern.exec(said.out)?.[1] ?? expect.fail(`${pattern} in ${said.out}`), patience);
    const url = await found(/is at (http:\S+)/);
    const key = (await readFile(await found(/is kept in (\S+)/), 'utf8')).trim();
    const ask = asker(url, key);
    const receiver = await aSlowReceiver();
    const { id } = await ask('POST', '/v1/subscriptions', { url: receiver.url, filter: {} });
    const path = `/v1/subscriptions/${id}`;
    await vi.waitFor(async () => expect((await ask('GET', path)).status).toBe('active'), patience);
    expect((await record({ child, url, key }, 'under-way')).status).toBe(201);
    await vi.waitFor(() => expect(receiver.came).toHaveLength(1), patience);

    const gone = once(child, 'exit');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await found(/(Ending what is under way …)/);
    receiver.answer();
    expect(await gone).toEqual([0, null]);
    expect(said.err.split('\n').filter((line) => /"level":"(warn|error)"|engine/i.test(line))).toEqual([]);

    const second = await startHere();
    const { data } = await asker(second.url, key)('GET', `${path}/deliveries`);
    expect(data).toContainEqual(expect.objectContaining({ type: receiver.came[0], status: 'delivered' }));
    expect(data.filter(({ status }: { status: string }) => status === 'pending')).toEqual([]);
    expect(receiver.came).toHaveLength(1);
  },
  300_000,
);
