import { describe, expect, test } from 'vitest';
import { answersChallenge, hashChallenge, isAwaited } from '../../../functions/core/webhook/verification.ts';
import { createVerify } from '../../../functions/store/webhook/verification.ts';
import { fanningOut } from '../../fanout/fanning-out.ts';
import { anAction } from '../../support/record-fixture.ts';
import { anUrl, aVerified, verificationOf, withSubscribing } from '../../support/subscribing.ts';

const all = await withSubscribing();
const headers = await all.as();

const aPending = async () => {
  const { json } = await all.client.ask('POST', '/v1/subscriptions', {
    headers,
    body: { url: anUrl(), filter: {} },
  });
  const { confirmUrl, ...asked } = await verificationOf(all.store, json.id);
  return {
    id: json.id as string,
    path: `/v1/subscriptions/${json.id}`,
    ...asked,
    confirm: confirmUrl.slice(27),
  };
};

const wait = () => {
  all.clock.now = new Date(Date.parse(all.clock.now) + 120_000).toISOString();
};

describe('an answer to the challenge', () => {
  const challengeHash = hashChallenge('abc');
  test.each([
    [200, '{"challenge":"abc"}', true],
    [204, 'abc', true],
    [200, ' abc\n', true],
    [200, '{"challenge":"abd"}', false],
    [200, '{"data":{"challenge":"abc"}}', false],
    [200, '["abc"]', false],
    [200, '{"challenge":{"a":1}}', false],
    [200, '', false],
    [200, 'abcd', false],
    [302, 'abc', false],
    [500, '{"challenge":"abc"}', false],
  ])('of %i with %s proves it: %s', (status, body, proves) => {
    expect(answersChallenge({ status, body }, { challengeHash })).toBe(proves);
    expect(answersChallenge({ status, body }, { challengeHash: null })).toBe(false);
  });
});

describe('WH-15 nothing is sent before the URL has agreed', () => {
  test('the answered challenge makes it active from the head of the feed on', async () => {
    const { id, challengeHash } = await aPending();
    const after = await all.store.verify(id, challengeHash, all.clock.now);
    const { sequence } = await all.store.record.head();
    expect(after).toMatchObject({ status: 'active', receivesAfter: sequence, challengeHash: null });
    expect(await all.store.verify(id, challengeHash, all.clock.now)).toEqual(after);
  });

  test('another challenge makes nothing of it', async () => {
    const { id } = await aPending();
    expect(await all.store.verify(id, hashChallenge('guess'), all.clock.now)).toMatchObject({
      status: 'pending',
      verifiedAt: null,
    });
  });

  const ratify = async () => {
    const writing = { now: () => all.clock.now, by: 'editor' };
    await all.store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], writing);
    return (await all.store.record.head()).sequence;
  };
  const rowsOf = async (id: string) =>
    (await Array.fromAsync(all.store.deliveries.list(id))).flatMap(({ sequence }) => sequence ?? []);

  test('what was committed after it was made is recorded and rung for, and nothing before', async () => {
    const { id, challengeHash } = await aPending();
    const before = (await all.store.record.head()).sequence;
    const head = await ratify();
    const rung: string[] = [];
    const ring = async (rows: readonly { key: string }[]) => void rung.push(...rows.map(({ key }) => key));
    const after = await all.store.verify(id, challengeHash, all.clock.now, ring);
    expect(after).toMatchObject({ status: 'active', receivesAfter: before, challengeHash: null });
    const owed = Array.from({ length: head - before }, (_, index) => before + 1 + index);
    expect(head).toBeGreaterThan(before);
    expect(await rowsOf(id)).toEqual(owed);
    expect(rung.map(Number)).toEqual(owed);
    const { json } = await all.client.get(`/v1/changes?subscription=${id}`, headers);
    expect(json.data.map(({ sequence }: { sequence: number }) => sequence)).toEqual(owed);
  });

  test('fan-out that runs between the two steps, and late, gives it nothing from before', async () => {
    const { id, challengeHash } = await aPending();
    const { fanout } = all.store;
    const shard = (await all.store.subscriptions.get(id))?.shard ?? -1;
    const before = (await all.store.record.head()).sequence;
    expect(await fanout.through(shard)).toBeLessThan(before);
    const verify = createVerify({
      ...all.store,
      record: {
        head: async () => {
          await fanningOut(all.store).run({ shard, through: before });
          return all.store.record.head();
        },
      },
    });
    await verify(id, challengeHash, all.clock.now);
    expect(await fanout.through(shard)).toBe(before);
    expect(await rowsOf(id)).toEqual([]);
  });

  test('a crash between the two steps is made good by doing both again', async () => {
    const { id, challengeHash, row } = await aPending();
    const verify = createVerify({
      ...all.store,
      record: { head: () => Promise.reject(new Error('crashed')) },
    });
    await expect(verify(id, challengeHash, all.clock.now)).rejects.toThrow('crashed');
    const halfway = await all.store.subscriptions.get(id);
    expect(halfway).toMatchObject({ status: 'active', receivesAfter: null });
    expect(isAwaited(row?.body ?? '', { challengeHash: halfway?.challengeHash ?? null })).toBe(true);
    expect((await all.store.verify(id, challengeHash, all.clock.now)).receivesAfter).toEqual(
      expect.any(Number),
    );
  });
});

describe('the confirm page', () => {
  test('asks by GET, which alone confirms nothing, and confirms by POST without a key', async () => {
    const { id, confirm } = await aPending();
    const page = await all.client.get(confirm);
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(/default-src 'none'; form-action 'self'/),
    });
    expect(page.text).toMatch(/<form method="post"/);
    expect(page.text).not.toContain('<script');
    expect((await all.store.subscriptions.get(id))?.status).toBe('pending');
    const done = await all.client.ask('POST', confirm);
    expect(done.status).toBe(200);
    expect(await all.store.subscriptions.get(id)).toMatchObject({ status: 'active', challengeHash: null });
    expect((await all.client.ask('POST', confirm)).json.type).toBe('/problems/link-void');
  });

  test('is void for a wrong token, another subscription and none, in the same words', async () => {
    const [one, other] = [await aPending(), await aPending()];
    const token = one.confirm.split('token=')[1];
    const answers = await Promise.all(
      [
        `${one.path}/confirm?token=wrong`,
        `${other.path}/confirm?token=${token}`,
        `/v1/subscriptions/sub_${'0'.repeat(26)}/confirm?token=${token}`,
      ].map((target) => all.client.ask('POST', target)),
    );
    for (const { status, json } of answers) {
      expect(status).toBe(410);
      expect(json).toEqual(answers[0]?.json);
    }
    expect((await all.client.get(`${one.path}/confirm`)).json.type).toBe('/problems/invalid-input');
  });

  test('is void once the URL was changed, even back, or another verification was sent', async () => {
    const asked = await aPending();
    const { url } = (await all.store.subscriptions.get(asked.id)) ?? { url: '' };
    for (const next of [anUrl(), url]) {
      wait();
      await all.client.ask('PATCH', asked.path, { headers, body: { url: next } });
      expect((await all.client.ask('POST', asked.confirm)).status).toBe(410);
    }
    wait();
    const latest = await verificationOf(all.store, asked.id);
    expect((await all.client.ask('POST', `${asked.path}/verify`, { headers })).status).toBe(202);
    expect((await all.client.ask('POST', latest.confirmUrl.slice(27))).status).toBe(410);
    const newest = await verificationOf(all.store, asked.id);
    expect((await all.client.ask('POST', newest.confirmUrl.slice(27))).status).toBe(200);
  });
});

describe('why it is not verified', () => {
  test('is told by status and code, without an address', async () => {
    const { path, row } = await aPending();
    if (!row) throw new Error('no verification');
    await all.store.deliveries.put({
      ...row,
      attempted: 1,
      attempts: [
        {
          startedAt: all.clock.now,
          trigger: 'verification',
          times: { total: 3 },
          verdict: 'failed',
          code: 'http_status',
          status: 404,
          headers: { server: 'nginx' },
          body: 'not here: 203.0.113.7',
        },
      ],
    });
    const { json, text } = await all.client.get(path, headers);
    expect(json.verification.lastAttempt).toEqual({
      startedAt: all.clock.now,
      verdict: 'failed',
      code: 'http_status',
      status: 404,
    });
    expect(text).not.toContain('203.0.113.7');
  });

  test('one verification a minute is sent, and none to a URL that has answered', async () => {
    const { path } = await aPending();
    const { status, json, headers: given } = await all.client.ask('POST', `${path}/verify`, { headers });
    expect([status, json.type, given['retry-after']]).toEqual([429, '/problems/too-many-requests', '60']);
    const verified = await aVerified(all);
    const rung = all.jobs.length;
    expect((await all.client.ask('POST', `${verified.path}/verify`, { headers })).status).toBe(200);
    expect(all.jobs).toHaveLength(rung);
  });
});
