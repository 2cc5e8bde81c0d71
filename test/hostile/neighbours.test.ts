import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { hashSecret } from '../../functions/core/api-key.ts';
import { readEndpoints } from '../../infra/local/aws/endpoints.ts';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { hasOwnEngine } from '../support/engine/own-engine.ts';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';

let laptop: TestLaptop;
let places: URL[];
beforeAll(async () => {
  laptop = await aLaptop();
  const { dynamodb = '', sqs = '' } = (await readEndpoints(laptop.dataDir)) ?? {};
  places = [dynamodb, sqs].map((place) => new URL(place));
}, 60_000);

const onLinux = process.platform === 'linux';

test.runIf(hasOwnEngine && onLinux)('database and queues are nowhere that a page would look', () => {
  for (const { hostname } of places) {
    expect(hostname).toMatch(/^127\.\d+\.\d+\.\d+$/);
    expect(hostname).not.toMatch(/^127\.0\./);
  }
  expect(laptop.lines).not.toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('no loopback address but 127.0.0.1') }),
  );
});

/**
 * A page of another origin that knows the port knocks wherever pages can reach this machine; the engine must
 * not answer.
 */
test.runIf(hasOwnEngine && hasChromium && onLinux)(
  'a page of another origin that is told the ports reaches neither the database nor the queues',
  async () => {
    const site = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>A page of another origin</title>'),
    ).listen(0, '127.0.0.1');
    await once(site, 'listening');
    const browser = await openChromium();
    onTestFinished(async () => {
      await browser.close();
      site.close();
    });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const ports = places.map(({ port }) => port);
    const names = [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '0.0.0.0',
      '127.0.0.2',
      '127.0.1.1',
      '127.1.1.1',
      'x.localhost',
    ];
    const reached = await page.evaluate(
      async ([hosts = [], numbers = []]) => {
        const knocks = hosts.flatMap((host) => numbers.map((port) => `http://${host}:${port}/`));
        const outcomes = await Promise.all(
          knocks.map((url) =>
            fetch(url, {
              method: 'POST',
              mode: 'no-cors',
              body: '{}',
              signal: AbortSignal.timeout(5000),
            }).then(
              () => [url],
              () => [],
            ),
          ),
        );
        return outcomes.flat();
      },
      [names, ports],
    );
    expect(reached).toEqual([]);
  },
);

const nobody = 65_534;

/** Runs a script as another user of this machine; answers what it prints. */
async function asAnother(script: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, ...args], {
    uid: nobody,
    gid: nobody,
    env: { PATH: process.env.PATH },
    cwd: '/',
  });
  child.stderr.resume();
  return text(child.stdout);
}

const reading = `
import { readFileSync } from 'node:fs';
const opened = process.argv.slice(1).filter((file) => { try { readFileSync(file); return true; } catch { return false; } });
console.log(JSON.stringify(opened));`;

const writing = `
const [place, pk, body] = process.argv.slice(1);
const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0',
  authorization: 'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0', 'x-amz-date': '20260101T000000Z' };
const response = await fetch(place, { method: 'POST', headers, body });
console.log(response.status);`;

const isRoot = process.getuid?.() === 0;

test.runIf(hasOwnEngine && isRoot)(
  'another user of the machine reads no file of the record, not even where the directory is open',
  async () => {
    await chmod(laptop.dataDir, 0o755);
    const files = (await readdir(laptop.dataDir)).map((name) => join(laptop.dataDir, name));
    expect(files.length).toBeGreaterThan(5);
    expect(JSON.parse(await asAnother(reading, ...files))).toEqual([]);
  },
);

test.runIf(hasOwnEngine && isRoot)(
  'another user of the machine who finds the database and writes a key to it opens nothing with that',
  async () => {
    const [id, secret] = ['01JD0000000000000000000000', 'x'.repeat(43)];
    const string = (S: string) => ({ S });
    const key = {
      id: string(id),
      owner: string('laptop'),
      name: string('forged'),
      scopes: { L: ['actions:write', 'instruments:write', 'subscriptions:manage'].map(string) },
      secretHash: string(hashSecret(secret)),
      createdAt: string('2026-01-01T00:00:00.000Z'),
      createdBy: string('laptop'),
      expiresAt: { NULL: true },
      revokedAt: { NULL: true },
      lastUsedOn: { NULL: true },
    };
    const Item = { pk: string(`KEY#${id}`), sk: string('META'), owner: string('laptop'), body: { M: key } };
    const put = JSON.stringify({ TableName: 'tracker', Item });
    expect((await asAnother(writing, places[0]?.href ?? '', id, put)).trim()).toBe('200');
    expect(await laptop.store.keys.get(id)).toMatchObject({ name: 'forged' });
    const headers = { authorization: `Bearer trt_${id}_${secret}` };
    expect((await fetch(`${laptop.url}/v1/subscriptions`, { headers })).status).toBe(401);
    const mine = { authorization: `Bearer ${laptop.editorKey}` };
    expect((await fetch(`${laptop.url}/v1/subscriptions`, { headers: mine })).status).toBe(200);
  },
);
