import { spawnSync } from 'node:child_process';
import { createPublicKey, verify as verifySignature } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { hour, later, minute, second } from '../../../functions/core/instant.ts';
import { rotated } from '../../../functions/core/webhook/signing/secret-version.ts';
import { publicKeyText, secretText } from '../../../functions/core/webhook/signing/signature.ts';
import type { Store } from '../../../functions/store/index.ts';
import { freshTable } from '../../support/engine/table.ts';
import {
  deliveringOf,
  fannedOut,
  issueFor,
  keysOf,
  madeUp,
  start,
  subscribed,
  withRatification,
} from '../delivering.ts';
import { answering, receiver, taken } from '../receiver.ts';

let store: Store;
beforeAll(async () => {
  store = await withRatification(await freshTable());
});

const ok = answering('200 OK');

describe('a request', () => {
  test('WH-01 WH-02 WH-03 carries the three headers of Standard Webhooks, signed at sending, and ours', async () => {
    await using to = await receiver(ok);
    const subscription = await subscribed(store, to.port);
    const row = await fannedOut(store, subscription);
    const { attend, pass } = deliveringOf(store);
    pass(7 * minute);
    expect(await attend(row)).toEqual({ batchItemFailures: [] });
    const { headers } = taken(to.requests[0]);
    expect(
      Object.keys(headers)
        .filter((name) => name.startsWith('webhook-'))
        .sort(),
    ).toEqual(['webhook-id', 'webhook-signature', 'webhook-timestamp']);
    expect(Object.keys(headers).filter((name) => name.startsWith('tracker-'))).toEqual(['tracker-attempt']);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'treaty-ratification-tracker/1.2.3 (+https://tracker.example.org/docs)',
      'webhook-id': 'chg_000000000003',
      'webhook-timestamp': String(Date.parse(later(start, 7 * minute)) / 1000),
      'tracker-attempt': '1',
    });
  });

  test('WH-04 carries the bytes of the feed, the same ones at every attempt', async () => {
    const answers = [answering('500 Oops'), ok];
    await using to = await receiver((socket) => answers.shift()?.(socket));
    const row = await fannedOut(store, await subscribed(store, to.port));
    const { attend, pass } = deliveringOf(store);
    await attend(row);
    pass(5 * second);
    await attend(row);
    const change = await store.changes.get(3);
    expect(to.requests.map((request) => taken(request).body)).toEqual([change?.body, change?.body]);
    expect(to.requests.map((request) => taken(request).headers['tracker-attempt'])).toEqual(['1', '2']);
  });

  test('WH-05 verifies with two libraries of others, as v1a with the public key, and in another language', async () => {
    await using to = await receiver(ok);
    const subscription = await subscribed(store, to.port);
    const { attend, clock } = deliveringOf(store);
    clock.now = new Date().toISOString();
    await attend(await fannedOut(store, subscription));
    const { headers, body } = taken(to.requests[0]);
    const keys = keysOf(subscription.id);
    expect(new Webhook(secretText(keys)).verify(body, headers)).toMatchObject({ id: 'chg_000000000003' });
    expect(() => new Svix(secretText(keys)).verify(body, headers)).not.toThrow();
    expect(() => new Svix(secretText(keys)).verify(`${body} `, headers)).toThrow();
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1a,\S+$/);
    expect(verifiesV1a(publicKeyText(keys), headers, body)).toBe(true);
    expect(verifiesV1a(publicKeyText(keys), headers, `${body} `)).toBe(false);
    expect(() => new Webhook(secretText(keys)).verify(`${body} `, headers)).toThrow();
    expect(verifiesInPython(secretText(keys), headers, body)).toBe(true);
  });

  test('WH-06 is signed with the old secret too until it expires, and then no more', async () => {
    await using to = await receiver(ok);
    const id = store.newId('sub');
    const issue = issueFor(id);
    const secrets = rotated([issue(1, start)], issue, start);
    const subscription = await subscribed(store, to.port, { id, secrets });
    const { attend, clock } = deliveringOf(store);
    const [old, current] = [1, 2].map((version) => secretText(keysOf(id, version)));
    const verifies = (secret = '', request = '') => {
      const { headers, body } = taken(request);
      vi.setSystemTime(clock.now);
      return new Webhook(secret).verify(body, headers);
    };
    try {
      clock.now = later(start, 24 * hour - second);
      await attend(await madeUp(store, subscription, 1));
      expect(verifies(old, to.requests[0])).toEqual({ n: 1 });
      expect(verifies(current, to.requests[0])).toEqual({ n: 1 });
      clock.now = later(start, 24 * hour);
      await attend(await madeUp(store, subscription, 2));
      expect(() => verifies(old, to.requests[1])).toThrow();
      expect(verifies(current, to.requests[1])).toEqual({ n: 2 });
    } finally {
      vi.useRealTimers();
    }
  });
});

function verifiesV1a(publicKey: string, headers: Record<string, string>, body: string): boolean {
  const raw = Buffer.from(publicKey.replace('whpk_', ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
  const signature = /v1a,(\S+)/.exec(headers['webhook-signature'] ?? '')?.[1] ?? '';
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return verifySignature(null, Buffer.from(signed), key, Buffer.from(signature, 'base64'));
}

const python = `
import base64, hashlib, hmac, json, sys
secret, headers, body = json.load(sys.stdin)
signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
mac = hmac.new(base64.b64decode(secret.removeprefix('whsec_')), signed, hashlib.sha256).digest()
sys.exit(0 if 'v1,' + base64.b64encode(mac).decode() in headers['webhook-signature'].split() else 1)
`;

function verifiesInPython(secret: string, headers: Record<string, string>, body: string): boolean {
  const run = spawnSync('python3', ['-c', python], { input: JSON.stringify([secret, headers, body]) });
  if (run.error) console.warn('python3 IS ABSENT: nothing was verified in another language');
  return run.error !== undefined || run.status === 0;
}
