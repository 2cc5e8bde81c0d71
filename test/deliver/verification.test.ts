import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { hour, minute, second } from '../../functions/core/instant.ts';
import { messageTo } from '../../functions/core/webhook/composing.ts';
import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import { hashChallenge } from '../../functions/core/webhook/verification.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { deliveringOf, madeUp, reread, standing, start, subscribed, withRatification } from './delivering.ts';
import { answering, receiver } from './receiver.ts';

let store: Store;
beforeAll(async () => {
  store = await withRatification(await freshTable());
});

const ok = answering('200 OK');

describe('a verification', () => {
  const challenge = 'a-challenge-of-some-length';
  const pending = { status: 'pending' as const, verifiedAt: null, receivesAfter: null };

  async function verification(port: number): Promise<{ id: string; row: Delivery }> {
    const { id } = await subscribed(store, port, { ...pending, challengeHash: hashChallenge(challenge) });
    const message = messageTo(
      id,
      {
        id: store.newId('msg'),
        type: 'subscription.verification',
        data: { challenge },
        trigger: 'verification',
      },
      start,
    );
    await store.deliveries.create(message);
    return { id, row: message };
  }

  test.each([
    ['JSON', JSON.stringify({ challenge })],
    ['bare text', `${challenge}\n`],
    ['a JSON string', JSON.stringify(challenge)],
    ['JSON with a byte-order mark', `\uFEFF${JSON.stringify({ challenge })}`],
    ['bare text with a byte-order mark', `\uFEFF${challenge}`],
    ['JSON with blanks around it', ` ${JSON.stringify({ challenge: ` ${challenge}` })}\r\n`],
  ])('WH-15 answered with the challenge as %s makes the subscription active', async (_form, body) => {
    await using to = await receiver(answering('200 OK', [], body));
    const { id, row } = await verification(to.port);
    await deliveringOf(store).attend(row);
    expect(await standing(store, { id })).toMatchObject({
      status: 'active',
      challengeHash: null,
      verifiedAt: start,
    });
    expect((await standing(store, { id })).receivesAfter).toBe((await store.record.head()).sequence);
    expect((await reread(store, row)).status).toBe('delivered');
  });

  test('that is answered rightly leaves the subscription pending where its domain has no room, and is settled', async () => {
    await using to = await receiver(answering('200 OK', [], JSON.stringify({ challenge })));
    const { id, row } = await verification(to.port);
    await store.subscriptions.update(id, (current) => ({
      ...current,
      host: 'one.full.net',
      registrableDomain: 'full.net',
      perDomain: 1,
    }));
    await subscribed(store, to.port, { registrableDomain: 'full.net' });
    const { attend, lines } = deliveringOf(store);
    await attend(row);
    expect(await standing(store, { id })).toMatchObject({ status: 'pending', verifiedAt: null });
    expect((await reread(store, row)).status).toBe('delivered');
    expect(lines().find(({ message }) => message === 'not verified')).toMatchObject({ subscription: id });
  });

  test.each([
    ['without it', '200 OK', 'welcome', 'challenge_missing'],
    ['with another', '200 OK', JSON.stringify('guess'), 'challenge_missing'],
    ['with it in an error', '500 Oops', JSON.stringify({ challenge }), 'http_status'],
  ])(
    'WH-15 answered %s verifies nothing: three attempts, the last one to be seen',
    async (_how, line, body, code) => {
      await using to = await receiver(answering(line, [], body));
      const { id, row } = await verification(to.port);
      const { attend, pass } = deliveringOf(store);
      await attend(row);
      await attend(row);
      expect(to.requests).toHaveLength(1);
      pass(5 * second);
      await attend(row);
      pass(minute);
      await attend(row);
      pass(hour);
      await attend(row);
      expect(to.requests).toHaveLength(3);
      const { status: end, attempts } = await reread(store, row);
      expect(end).toBe('exhausted');
      expect(attempts.at(-1)).toMatchObject({
        trigger: 'verification',
        verdict: 'failed',
        code,
        status: Number(line.slice(0, 3)),
        body: '',
      });
      expect(await standing(store, { id })).toMatchObject({
        status: 'pending',
        health: { failuresInARow: 0 },
      });
    },
  );

  test('WH-15 answered in gzip, in spite of what the request accepts, is told apart', async () => {
    const body = gzipSync(JSON.stringify({ challenge }));
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`;
    await using to = await receiver((socket) => socket.end(Buffer.concat([Buffer.from(head), body])));
    const { id, row } = await verification(to.port);
    await deliveringOf(store).attend(row);
    const { attempts } = await reread(store, row);
    expect(attempts[0]).toMatchObject({ status: 200, code: 'answer_compressed', body: '' });
    expect((await standing(store, { id })).status).toBe('pending');
  });

  test('WH-15 nothing else is sent before it', async () => {
    await using to = await receiver(ok);
    const row = await madeUp(store, await subscribed(store, to.port, pending), 1);
    await deliveringOf(store).attend(row);
    expect((await reread(store, row)).status).toBe('held');
    expect(to.requests).toEqual([]);
  });

  test('that another one has replaced is not sent', async () => {
    await using to = await receiver(ok);
    const { id, row } = await verification(to.port);
    await store.subscriptions.update(id, (one) => ({ ...one, challengeHash: hashChallenge('newer') }));
    await deliveringOf(store).attend(row);
    expect((await reread(store, row)).status).toBe('exhausted');
    expect(to.requests).toEqual([]);
  });
});
