import { describe, expect, test } from 'vitest';
import { eventJsonSchema, eventName, eventSchema } from '../../../functions/core/webhook/event-data.ts';
import { isOfType } from '../../../functions/core/webhook/filter.ts';
import { loopbackAllowed, publicOnly } from '../../../functions/core/webhook/guard/address-policy.ts';
import { retryAfter } from '../../../functions/core/webhook/sending/retry-after.ts';
import {
  generationOf,
  liveGenerations,
  rotated,
  type SecretVersion,
  withoutSecretsOf,
} from '../../../functions/core/webhook/signing/secret-version.ts';
import { unsealed } from '../../support/sealing.ts';

describe('an event type', () => {
  test.each([
    ['treaty.action.recorded', 'TreatyActionRecorded'],
    ['feed.checkpoint', 'FeedCheckpoint'],
    ['subscription.test', 'SubscriptionTest'],
  ] as const)('%s is called %s', (type, name) => expect(eventName(type)).toBe(name));

  test('has one schema', () =>
    expect(eventSchema('treaty.action.recorded')).toBe(eventSchema('treaty.action.recorded')));

  test('may be given members at any depth', () => {
    const described = JSON.stringify(eventJsonSchema('treaty.action.recorded'));
    expect(described).toContain('"additionalProperties":{}');
    expect(described).not.toContain('"additionalProperties":false');
  });

  test.each([
    [['treaty.*'], 'treaty.action.recorded', true],
    [['treaty.action.*'], 'treaty.action.corrected', true],
    [['treaty.action.*'], 'treaty.status.changed', false],
    [['treaty.*'], 'instrument.added', false],
    [['treaty.action.recorded'], 'treaty.action.corrected', false],
    [undefined, 'instrument.added', true],
  ] as const)('that is asked for by %j includes %s: %s', (wanted, type, expected) =>
    expect(isOfType(wanted as never, type)).toBe(expected),
  );
});

describe('an address to send to', () => {
  const rule = (url: string, policy = publicOnly({ ownHosts: ['tracker.example.org'] })) =>
    policy.refuseUrl(url)?.rule;
  const ofLength = (length: number) => `https://hooks.example.org/${'x'.repeat(length - 26)}`;
  const host = (length: number) => {
    const labels = Array.from({ length: Math.ceil(length / 41) }, () => 'x'.repeat(40));
    return labels
      .join('.')
      .slice(0, length - 4)
      .concat('.org');
  };

  test('has up to 2048 characters, as given and as it is sent', () => {
    expect(rule(ofLength(2048))).toBeUndefined();
    expect(rule(ofLength(2049))).toBe('too-long');
    expect(rule(`https://hooks.example.org${'/a/..'.repeat(600)}`)).toBe('too-long');
    expect(rule(`https://hooks.example.org/${'é'.repeat(337)}`)).toBeUndefined();
    expect(rule(`https://hooks.example.org/${'é'.repeat(338)}`)).toBe('too-long');
  });

  test('has a name of up to 253', () => {
    expect(host(253)).toHaveLength(253);
    expect(rule(`https://${host(253)}/`)).toBeUndefined();
    expect(rule(`https://${host(254)}/`)).toBe('host-name');
  });

  test('is https to a name in production; on a laptop http and loopback are let through too', () => {
    expect(rule('http://hooks.example.org/')).toBe('scheme');
    expect(rule('https://127.0.0.1/')).toBe('address-literal');
    expect(rule('https://localhost/')).toBe('reserved-name');
    expect(rule('https://hooks.example.org:8080/')).toBe('port');
    for (const url of [
      'http://hooks.example.org/',
      'http://127.0.0.1:9000/',
      'http://localhost:9000/',
      'http://[::1]/',
    ])
      expect(rule(url, loopbackAllowed())).toBeUndefined();
    expect(rule('http://10.0.0.1/', loopbackAllowed())).toBe('address-literal');
    expect(rule('https://api.tracker.example.org/')).toBe('own-host');
    expect(rule('https://api.tracker.example.org/', publicOnly())).toBeUndefined();
  });
});

test.each([
  ['Mon, 05 Jan 2026 23:59:59 GMT', '2026-01-05T23:59:59.000Z'],
  ['Mon, 05 Jan 2026 24:00:00 GMT', null],
  ['Mon, 05 Jan 2026 99:00:00 GMT', null],
  ['Mon, 05 Jan 2026 12:60:00 GMT', null],
  ['Mon, 05 Jan 2026 12:00:60 GMT', null],
  ['Wed, 31 Jun 2026 12:00:00 GMT', null],
])('a wait until %s is %s', (value, instant) =>
  expect(retryAfter(value, '2026-01-05T11:00:00.000Z')).toBe(instant),
);

describe('secrets', () => {
  const now = '2026-06-01T00:00:00.000Z';
  const at = (hours: number) => new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  const one = (version: number, expiresAt: string | null, generation = 1): SecretVersion => ({
    version,
    generation,
    createdAt: at(-100),
    expiresAt,
  });

  test('that were to end before the overlap do so, and others with it', () => {
    const ends = rotated([one(1, at(1)), one(2, at(48)), one(3, null)], unsealed, now).map(
      ({ expiresAt }) => expiresAt,
    );
    expect(ends).toEqual([at(1), at(24), at(24), null]);
  });

  test('are live until the instant at which they end', () => {
    expect(
      liveGenerations([one(1, at(1), 1), one(2, now, 2), one(3, at(-1), 3), one(4, null, 4)], now),
    ).toEqual([1, 4]);
  });

  test('of a generation that is retired end now, if they had not ended before', () => {
    const left = withoutSecretsOf(
      1,
      [one(1, at(-1)), one(2, now), one(3, at(1)), one(4, null)],
      unsealed,
      now,
    );
    expect(left.map((one) => [one.version, one.expiresAt, generationOf(one)])).toEqual([
      [1, at(-1), 1],
      [2, now, 1],
      [3, now, 1],
      [4, now, 1],
      [5, null, 1],
    ]);
    expect(withoutSecretsOf(1, [one(1, null), one(2, null, 2)], unsealed, now)).toHaveLength(2);
  });
});
