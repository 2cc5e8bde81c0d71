import { describe, expect, test } from 'vitest';
import { keptAttempts } from '../../../../functions/core/webhook/delivery.ts';
import { Trigger } from '../../../../functions/core/webhook/sending/attempt.ts';
import {
  ended,
  ownTime,
  setAside,
  settled,
  settledBeside,
} from '../../../../functions/core/webhook/sending/settlement.ts';
import { at, attempt, condition, delivery, made, now, verdicts } from './making.ts';

const settling = (one: ReturnType<typeof made>, more: { condition?: ReturnType<typeof condition> } = {}) => ({
  ...one,
  condition: more.condition ?? condition(),
  random: 0,
});

describe('a delivery after an attempt', () => {
  const claim = { by: 'me', until: at(1) };

  test('is delivered by a 2xx, at the first one', () => {
    const row = delivery({ claim, climbed: 1 });
    const after = settled(row, settling(made('retry', verdicts.delivered)));
    expect(after).toMatchObject({ status: 'delivered', deliveredAt: now, claim: null, nextAttemptAt: null });
    const again = settled(delivery({ deliveredAt: at(-60) }), settling(made('replay', verdicts.delivered)));
    expect(again.deliveredAt).toBe(at(-60));
  });

  test.each([
    [0, 1, at(5 / 60)],
    [1, 2, at(5)],
    [2, 3, at(30)],
    [8, 9, at(24 * 60)],
  ])('that had climbed %i times has climbed %i and waits for its ladder', (climbed, after, next) => {
    const one = settled(delivery({ claim, climbed }), settling(made('live', verdicts.failed)));
    expect(one).toMatchObject({ status: 'pending', trigger: 'retry', climbed: after, nextAttemptAt: next });
    expect(one.claim).toBeNull();
  });

  test('that was the last of the ladder is exhausted', () => {
    const one = settled(delivery({ climbed: 9 }), settling(made('retry', verdicts.failed)));
    expect(one).toMatchObject({ status: 'exhausted', climbed: 10, nextAttemptAt: null });
  });

  test('waits as long as the receiver asked, where that is longer', () => {
    const one = settled(delivery(), settling(made('live', verdicts.paused)));
    expect(one.nextAttemptAt).toBe(at(90));
    const short = { ...verdicts.paused, until: at(0.01) };
    expect(settled(delivery(), settling(made('live', short))).nextAttemptAt).toBe(at(5 / 60));
  });

  test.each(['resend', 'replay'] as const)('goes on from its own ladder after a %s', (trigger) => {
    const row = delivery({ trigger, climbed: 2 });
    const one = settled(row, settling(made(trigger, verdicts.failed)));
    expect(one).toMatchObject({ trigger: 'retry', climbed: 2, nextAttemptAt: at(5) });
    expect(settled(delivery({ trigger }), settling(made(trigger, verdicts.failed)))).toMatchObject({
      climbed: 1,
      nextAttemptAt: at(5 / 60),
    });
    const had = settled(delivery({ trigger, deliveredAt: at(-9) }), settling(made(trigger, verdicts.failed)));
    expect(had).toMatchObject({ status: 'delivered', deliveredAt: at(-9), nextAttemptAt: null });
  });

  test('that the guard refused is looked at again in an hour, or when the subscription is sent to', () => {
    const one = settled(delivery(), settling(made('live', verdicts.blocked)));
    expect(one).toMatchObject({ status: 'pending', climbed: 0, attempted: 1, nextAttemptAt: at(60) });
    const paused = condition({ health: { pausedUntil: at(120) } });
    expect(
      settled(delivery(), settling(made('live', verdicts.blocked), { condition: paused })).nextAttemptAt,
    ).toBe(at(120));
  });

  test('of a subscription that is disabled by it is set aside', () => {
    const disabled = condition({ status: 'disabled', reason: 'gone' });
    const one = settled(delivery(), settling(made('live', verdicts.gone), { condition: disabled }));
    expect(one).toMatchObject({ status: 'held', nextAttemptAt: null });
    const had = settled(
      delivery({ deliveredAt: at(-1) }),
      settling(made('replay', verdicts.gone), { condition: disabled }),
    );
    expect(had.status).toBe('delivered');
  });

  test('that probed is the next probe, or comes back in a minute', () => {
    const probing = condition({ health: { nextProbeAt: at(8) } });
    const one = settled(
      delivery({ climbed: 3 }),
      settling(made('probe', verdicts.failed), { condition: probing }),
    );
    expect(one).toMatchObject({ status: 'pending', trigger: 'live', climbed: 3, nextAttemptAt: at(8) });
    expect(settled(delivery(), settling(made('probe', verdicts.failed))).nextAttemptAt).toBe(at(1));
  });

  test('is tried once only, where it is a test or tells that the subscription was disabled', () => {
    const tested = settled(delivery({ trigger: 'test' }), settling(made('test', verdicts.failed)));
    expect(tested).toMatchObject({ status: 'exhausted', nextAttemptAt: null });
    const told = settled(
      delivery({ type: 'subscription.disabled' }),
      settling(made('live', verdicts.failed)),
    );
    expect(told.status).toBe('exhausted');
  });
});

describe('a verification after an attempt', () => {
  const verifying = (attempted: number) => delivery({ trigger: 'verification', attempted });
  const tried = (attempted: number, verdict: Parameters<typeof made>[1]) =>
    settled(verifying(attempted), settling(made('verification', verdict)));

  test('is made three times, as its owner waits', () => {
    expect(tried(0, verdicts.failed)).toMatchObject({
      status: 'pending',
      nextAttemptAt: at(5 / 60),
      climbed: 0,
    });
    expect(tried(1, verdicts.failed)).toMatchObject({ status: 'pending', nextAttemptAt: at(1) });
    expect(tried(2, verdicts.failed)).toMatchObject({ status: 'exhausted', nextAttemptAt: null });
  });

  test('waits for what the receiver asks', () => {
    expect(tried(0, verdicts.paused).nextAttemptAt).toBe(at(90));
    expect(tried(1, { ...verdicts.paused, until: at(0.5) }).nextAttemptAt).toBe(at(1));
  });

  test.each(['gone', 'blocked'] as const)('is over where the target is %s', (kind) => {
    expect(tried(0, verdicts[kind]).status).toBe('exhausted');
  });
});

describe('attempts', () => {
  test.each(Trigger.options)('of trigger %s count, and climb only where they are live ones', (trigger) => {
    const climbs = trigger === 'live' || trigger === 'retry';
    const one = settledBeside(delivery({ climbed: 4, attempted: 6 }), made(trigger, verdicts.failed));
    expect([one.attempted, one.climbed]).toEqual([7, climbs ? 5 : 4]);
    const blocked = settledBeside(
      delivery({ climbed: 4 }),
      made(trigger, verdicts.blocked, { verdict: 'blocked' }),
    );
    expect(blocked.climbed).toBe(4);
  });

  test('are kept as far as there is room, and of them always the last that climbed', () => {
    const attempts = [attempt('retry'), ...Array.from({ length: keptAttempts - 1 }, () => attempt('probe'))];
    const full = settledBeside(delivery({ attempts }), made('probe', verdicts.failed));
    expect(full.attempts).toHaveLength(keptAttempts);
    expect(full.attempts.map(({ trigger }) => trigger).filter((one) => one === 'retry')).toHaveLength(1);
    expect(full.attempts[0]?.trigger).toBe('retry');
    const newer = settledBeside(delivery({ attempts }), made('retry', verdicts.failed));
    expect([newer.attempts[0]?.trigger, newer.attempts.at(-1)?.trigger]).toEqual(['probe', 'retry']);
    const none = settledBeside(delivery({ attempts: [attempt('probe')] }), made('probe', verdicts.failed));
    expect(none.attempts).toHaveLength(2);
  });

  test('of somebody else settle a success and nothing more', () => {
    expect(settledBeside(delivery({ status: 'held' }), made('live', verdicts.failed)).status).toBe('held');
    expect(settledBeside(delivery({ status: 'held' }), made('live', verdicts.delivered))).toMatchObject({
      status: 'delivered',
      deliveredAt: now,
    });
  });
});

test('what is set aside or ended stays delivered where it was', () => {
  expect([setAside(delivery()).status, ended(delivery()).status]).toEqual(['held', 'exhausted']);
  const had = delivery({ deliveredAt: at(-1), claim: { by: 'me', until: at(1) } });
  for (const one of [setAside(had), ended(had)])
    expect(one).toMatchObject({ status: 'delivered', claim: null, nextAttemptAt: null });
});

describe('the time that a delivery’s own attempts ask for', () => {
  const tried = (over = {}) => delivery({ climbed: 1, attempts: [attempt('live')], ...over });

  test('is its ladder, from when the last attempt was over', () => {
    expect(ownTime(tried(), 0)).toBe(at(5 / 60));
    expect(ownTime(tried({ climbed: 2 }), 0)).toBe(at(5));
    const slow = [attempt('live', { times: { total: 60_000 } })];
    expect(ownTime(tried({ climbed: 2, attempts: slow }), 0)).toBe(at(6));
  });

  test('does not count probes, and is none before an attempt that climbed', () => {
    const probed = [attempt('live', { startedAt: at(-10) }), attempt('probe')];
    expect(ownTime(tried({ climbed: 2, attempts: probed }), 0)).toBe(at(-5));
    expect(ownTime(tried({ attempts: [attempt('probe')] }), 0)).toBeNull();
    expect(ownTime(tried({ climbed: 0 }), 0)).toBeNull();
    expect(ownTime(delivery({ climbed: 1 }), 0)).toBeNull();
  });

  test('keeps to a Retry-After, which only an answer that paused can ask for', () => {
    const headers = { 'retry-after': '1800' };
    expect(ownTime(tried({ attempts: [attempt('live', { verdict: 'paused', headers })] }), 0)).toBe(at(30));
    expect(ownTime(tried({ attempts: [attempt('live', { headers })] }), 0)).toBe(at(5 / 60));
  });

  test.each(['resend', 'replay'] as const)('is at once for a %s', (trigger) => {
    expect(ownTime(tried({ trigger }), 0)).toBeNull();
  });
});
