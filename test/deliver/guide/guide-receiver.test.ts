import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { messageTo } from '../../../functions/core/webhook/composing.ts';
import { secretText, signatureHeaders } from '../../../functions/core/webhook/signing/signature.ts';
import { hashChallenge } from '../../../functions/core/webhook/verification.ts';
import { freshTable, type TestTable } from '../../support/engine/table.ts';
import {
  deliveringOf,
  fannedOut,
  keysOf,
  reread,
  standing,
  subscribed,
  withRatification,
} from '../delivering.ts';
import { scratch, snippet } from './guide.ts';

const folder = scratch();

describe('the receiver of the guide', () => {
  let child: ChildProcess;
  let port = 0;
  const printed: string[] = [];
  let table: TestTable;
  const id = 'sub_01JD0000000000000000000001';
  const keys = keysOf(id);

  beforeAll(async () => {
    table = await freshTable();
    writeFileSync(join(folder, 'receiver.mjs'), snippet('js receiver'));
    const env = { ...process.env, PORT: '0', WEBHOOK_SECRET: secretText(keys) };
    child = spawn('node', ['receiver.mjs'], { cwd: folder, env });
    child.stdout?.on('data', (chunk) => printed.push(String(chunk)));
    await vi.waitFor(() => expect(printed.join('')).toContain('listening on'), { timeout: 20_000 });
    port = Number(/listening on (\d+)/.exec(printed.join(''))?.[1]);
  });
  afterAll(() => void child.kill());

  test('says what it lacks where it is started before there is a secret', () => {
    const { WEBHOOK_SECRET: _, ...env } = process.env;
    const { status, stderr } = spawnSync('node', ['receiver.mjs'], { cwd: folder, env, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain('WEBHOOK_SECRET=whsec_… is needed');
  });

  test('proves that its URL is its own, takes a signed event once, and turns away a forged one', async () => {
    const store = await withRatification(table);
    const challenge = 'the challenge';
    const over = { id, status: 'pending' as const, challengeHash: hashChallenge(challenge) };
    const subscription = await subscribed(store, port, over);
    const { attend, clock } = deliveringOf(store);
    clock.now = new Date().toISOString();
    const data = { challenge };
    const type = 'subscription.verification';
    const asked = messageTo(id, { id: store.newId('msg'), type, data, trigger: 'verification' }, clock.now);
    await store.deliveries.create(asked);
    await attend(asked);
    expect((await standing(store, subscription)).status).toBe('active');
    const url = 'https://tracker.example.org/v1/subscriptions/x';
    const trial = { id: store.newId('msg'), type: 'subscription.test', trigger: 'test' } as const;
    const tested = messageTo(id, { ...trial, data: { url } }, clock.now);
    await store.deliveries.create(tested);
    await attend(tested);
    await expect.poll(() => printed.join('')).toContain(`${tested.messageId} subscription.test\n`);
    const row = await fannedOut(store, subscription);
    await attend(row);
    expect((await reread(store, row)).status).toBe('delivered');
    await store.deliveries.put({
      ...(await reread(store, row)),
      status: 'pending',
      trigger: 'resend',
      nextAttemptAt: clock.now,
    });
    await attend(row);
    expect((await reread(store, row)).attempted).toBe(2);
    await expect
      .poll(() => printed.join(''))
      .toContain('chg_000000000003 treaty.action.recorded CHN ilo-c029');
    expect(printed.join('').match(/chg_000000000003/g)).toHaveLength(1);
    const forgedHeaders = { ...signatureHeaders({ id: 'chg_000000000009', body: '{ }' }, [keys], clock.now) };
    const forged = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: forgedHeaders,
      body: '{}',
    });
    expect(forged.status).toBe(400);
  });
});
