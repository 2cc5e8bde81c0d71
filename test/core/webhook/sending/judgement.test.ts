import { describe, expect, test } from 'vitest';
import { conditionAfter, matters } from '../../../../functions/core/webhook/sending/condition.ts';
import type { ConditionChange } from '../../../../functions/core/webhook/sending/health.ts';
import { judgePost, type Posted } from '../../../../functions/core/webhook/sending/judgement.ts';
import type { Answer } from '../../../../functions/core/webhook/sending/verdict.ts';
import { at, challenge, made, now, subscription, verdicts } from './making.ts';

const answered = (status: number, headers: Record<string, string> = {}): Answer => ({
  kind: 'answered',
  status,
  headers,
});
const posted = (answer: Answer, body = ''): Posted => ({ answer, times: { total: 3 }, body });
const sending = { trigger: 'live', type: 'treaty.action.recorded', startedAt: at(-1), endedAt: now } as const;
const verifying = { ...sending, trigger: 'verification', type: 'subscription.verification' } as const;

describe('what is made of a POST', () => {
  test('is nothing where the fault was ours', () => {
    expect(judgePost(posted({ kind: 'our-fault', reason: 'no memory' }), subscription(), sending)).toBeNull();
  });

  test('is logged with its answer', () => {
    const one = judgePost(posted(answered(200, { server: 'x' }), 'thanks'), subscription(), sending);
    expect(one).toMatchObject({ at: now, verdict: { kind: 'delivered' } });
    expect(one?.attempt).toEqual({
      startedAt: at(-1),
      trigger: 'live',
      times: { total: 3 },
      verdict: 'delivered',
      code: null,
      status: 200,
      headers: { server: 'x' },
      body: 'thanks',
    });
    const failed = judgePost(posted({ kind: 'failed', code: 'timeout' }), subscription(), sending)?.attempt;
    expect(failed).toMatchObject({ verdict: 'failed', code: 'timeout', status: null, headers: {} });
    const moved = judgePost(
      { ...posted(answered(302)), redirectHost: 'y' },
      subscription(),
      sending,
    )?.attempt;
    expect(moved).toMatchObject({ code: 'redirect', redirectHost: 'y' });
  });

  test('keeps no signature of an answer, nor anything that was compressed or answers a verification', () => {
    const body = 'got v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN9H/pI4=';
    expect(judgePost(posted(answered(200), body), subscription(), sending)?.attempt.body).toBe('got v1,…');
    const gzip = answered(200, { 'content-encoding': 'gzip' });
    expect(judgePost(posted(gzip, 'abc'), subscription(), sending)?.attempt.body).toBe('');
    const plain = answered(200, { 'content-encoding': 'Identity ' });
    expect(judgePost(posted(plain, 'abc'), subscription(), sending)?.attempt.body).toBe('abc');
    const asked = { ...sending, type: 'subscription.verification' };
    expect(judgePost(posted(answered(200), 'abc'), subscription(), asked)?.attempt.body).toBe('');
  });

  test.each([
    ['the challenge', answered(200), challenge, { kind: 'delivered' }],
    ['something else', answered(200), 'ok', { kind: 'failed', code: 'challenge_missing' }],
    [
      'compressed',
      answered(200, { 'content-encoding': 'br' }),
      'x',
      { kind: 'failed', code: 'answer_compressed' },
    ],
    ['with an error', answered(500), challenge, { kind: 'failed', code: 'http_status' }],
    ['not at all', { kind: 'failed', code: 'timeout' } as const, '', { kind: 'failed', code: 'timeout' }],
    ['that it is gone', answered(410), '', { kind: 'gone', code: 'gone' }],
  ])('verifies a URL where it answers %s', (_, answer, body, verdict) => {
    const pending = subscription({ status: 'pending' });
    expect(judgePost(posted(answer, body), pending, verifying)?.verdict).toEqual(verdict);
  });

  test('needs no challenge where it is an event', () => {
    expect(judgePost(posted(answered(204)), subscription(), sending)?.verdict).toEqual({ kind: 'delivered' });
  });
});

describe('the condition after an attempt', () => {
  test.each(Object.values(verdicts))('is the same where it verified: %o', (verdict) => {
    const one = subscription({ health: { failuresInARow: 3 } });
    expect(conditionAfter(one, made('verification', verdict))).toEqual({ ...one, raise: null });
  });

  test('is changed by a test only where that leaves no doubt', () => {
    const one = subscription({ health: { failuresInARow: 3 } });
    const afterTest = (kind: keyof typeof verdicts) => conditionAfter(one, made('test', verdicts[kind]));
    expect(afterTest('failed')).toEqual({ ...one, raise: null });
    expect(afterTest('blocked')).toEqual({ ...one, raise: null });
    expect(afterTest('delivered').health.failuresInARow).toBe(0);
    expect(afterTest('gone')).toMatchObject({ status: 'disabled', reason: 'gone' });
    expect(afterTest('paused').health).toEqual({ ...one.health, pausedUntil: at(90) });
    const longer = subscription({ health: { pausedUntil: at(900) } });
    expect(conditionAfter(longer, made('test', verdicts.paused)).health.pausedUntil).toBe(at(900));
  });

  test('counts a failure of whatever is live', () => {
    const { health } = conditionAfter(subscription(), made('live', verdicts.failed));
    expect(health.failuresInARow).toBe(1);
  });

  test('moves the probe that was due when the attempt began, and only by whoever probed', () => {
    const one = subscription({ health: { failuresInARow: 25, nextProbeAt: at(4), probes: 2 } });
    const probed = conditionAfter(one, made('probe', verdicts.failed, { startedAt: at(-0.1) }));
    expect(probed.health).toMatchObject({ nextProbeAt: at(4), probes: 3 });
    const beside = conditionAfter(one, made('retry', verdicts.failed));
    expect(beside.health).toMatchObject({ nextProbeAt: at(4), probes: 2 });
    const none = conditionAfter(subscription(), made('probe', verdicts.failed));
    expect(none.health.nextProbeAt).toBeNull();
  });
});

describe('a change of condition is written', () => {
  const before = subscription({ health: { lastSuccessAt: at(-60) } });
  const change = (over: Partial<ConditionChange>): ConditionChange => ({
    status: before.status,
    reason: before.reason,
    health: before.health,
    raise: null,
    ...over,
  });
  const success = (lastSuccessAt: string | null) => change({ health: { ...before.health, lastSuccessAt } });

  test.each([
    ['where nothing changed', change({}), false],
    ['with another status', change({ status: 'failing' }), true],
    ['with another reason', change({ reason: 'owner' }), true],
    ['with a failure more', change({ health: { ...before.health, failuresInARow: 1 } }), true],
    ['with a success within the hour', success(at(-1)), false],
    ['with a success an hour later', success(now), true],
    ['where a success is forgotten', success(null), false],
  ])('%s: %s', (_, after, expected) => {
    expect(matters(before, after)).toBe(expected);
  });

  test('with the first success', () => {
    const never = subscription();
    expect(matters(never, { ...change({}), health: { ...never.health, lastSuccessAt: now } })).toBe(true);
    expect(matters(never, { ...change({}), health: never.health })).toBe(false);
  });
});
