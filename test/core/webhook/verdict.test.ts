import { describe, expect, test } from 'vitest';
import { FailureCode, verdictOn } from '../../../functions/core/webhook/sending/verdict.ts';

const now = '2026-11-23T18:15:20.000Z';
const answered = (status: number, headers: Record<string, string> = {}) =>
  verdictOn({ kind: 'answered', status, headers }, now);

describe('the verdict on an answer', () => {
  test.each([200, 201, 202, 204, 206, 299])('%i is delivered, whatever its headers', (status) => {
    expect(answered(status, { 'retry-after': '60' })).toEqual({ kind: 'delivered' });
  });

  test('WH-16 410 means gone, even with Retry-After', () => {
    expect(answered(410, { 'retry-after': '60' })).toEqual({ kind: 'gone', code: 'gone' });
  });

  test.each([300, 301, 302, 303, 304, 307, 308])('%i fails and is not followed', (status) => {
    expect(answered(status)).toEqual({ kind: 'failed', code: 'redirect' });
  });

  test.each([
    [429, 'too_many_requests'],
    [503, 'http_status'],
  ])('WH-17 %i with Retry-After pauses the subscription until then', (status, code) => {
    expect(answered(status, { 'retry-after': '60' })).toEqual({
      kind: 'paused',
      code,
      until: '2026-11-23T18:16:20.000Z',
    });
    expect(answered(status, { 'retry-after': 'soon' })).toEqual({ kind: 'failed', code });
    expect(answered(status)).toEqual({ kind: 'failed', code });
  });

  test.each([101, 199, 400, 401, 404, 408, 500, 502, 504, 599, 999])('%i fails', (status) => {
    expect(answered(status, { 'retry-after': '60' })).toEqual({ kind: 'failed', code: 'http_status' });
  });

  test.each(FailureCode.options.filter((code) => code !== 'blocked_target'))('%s fails', (code) => {
    expect(verdictOn({ kind: 'failed', code }, now)).toEqual({ kind: 'failed', code });
  });

  test('a refusal by the guard climbs no ladder', () => {
    expect(verdictOn({ kind: 'failed', code: 'blocked_target' }, now).kind).toBe('blocked');
  });

  test('a fault of ours is charged to nobody', () => {
    expect(verdictOn({ kind: 'our-fault', reason: 'no sockets' }, now).kind).toBe('our-fault');
  });
});
