import { describe, expect, test } from 'vitest';
import { verifiableFrom } from '../../../functions/core/webhook/unanswered.ts';
import {
  answersChallenge,
  challengeIn,
  confirmToken,
  hashChallenge,
  isAwaited,
  isConfirmToken,
} from '../../../functions/core/webhook/verification.ts';
import { at, challenge, now, subscription } from './sending/making.ts';

describe('a challenge', () => {
  const hash = { challengeHash: hashChallenge(challenge) };

  test.each([
    ['{"data":{"challenge":"x"}}', 'x'],
    ['{"data":{"challenge":1}}', null],
    ['{"data":null}', null],
    ['{"data":"text"}', null],
    ['null', null],
    ['no JSON', null],
    ['{"challenge":"x"}', null],
    ['{"__proto__":{"challenge":"x"}}', null],
  ])('is found in %s: %s', (body, expected) => {
    expect(challengeIn(body)).toBe(expected);
  });

  test('is awaited while it is the last one sent', () => {
    const event = (text: string) => JSON.stringify({ data: { challenge: text } });
    expect(isAwaited(event(challenge), hash)).toBe(true);
    expect(isAwaited(event('another'), hash)).toBe(false);
    expect(isAwaited(event(challenge), { challengeHash: null })).toBe(false);
    expect(isAwaited('{}', hash)).toBe(false);
  });

  test.each([
    [200, challenge, true],
    [299, challenge, true],
    [199, challenge, false],
    [300, challenge, false],
    [200, ` ${challenge}\n`, true],
    [200, `\uFEFF${challenge}`, true],
    [200, JSON.stringify(challenge), true],
    [200, JSON.stringify({ challenge }), true],
    [200, JSON.stringify({ challenge: ` ${challenge} ` }), true],
    [200, JSON.stringify({ challenge: 7 }), false],
    [200, JSON.stringify([challenge]), false],
    [200, 'null', false],
    [200, '', false],
  ])('is answered with %i and %s: %s', (status, body, expected) => {
    expect(answersChallenge({ status, body }, hash)).toBe(expected);
    expect(answersChallenge({ status, body }, { challengeHash: null })).toBe(false);
  });

  test('is confirmed by a person with a link that is for this URL and this challenge', () => {
    const master = new Uint8Array(32);
    const one = subscription();
    const token = confirmToken(master, one);
    expect(isConfirmToken(token, master, one)).toBe(true);
    const others = [
      { ...one, url: 'https://x/' },
      { ...one, challengeHash: 'x' },
      { ...one, challengeHash: null },
    ];
    for (const other of others) expect(isConfirmToken(token, master, other)).toBe(false);
    const unasked = { ...one, challengeHash: null };
    expect(isConfirmToken(confirmToken(master, unasked), master, unasked)).toBe(false);
  });
});

test.each([
  [19, 0, null],
  [20, 0, at(1)],
  [20, -1, null],
  [21, 0, at(2)],
  [23, 0, at(8)],
  [60, 0, at(24 * 60)],
])('a host that left %i of 20 unanswered is asked again', (unanswered, lastAt, expected) => {
  expect(verifiableFrom({ unanswered, lastAt: at(lastAt) }, 20, now)).toBe(expected);
});
