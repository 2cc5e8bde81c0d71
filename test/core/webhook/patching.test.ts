import { describe, expect, test } from 'vitest';
import { patched, SubscriptionPatch } from '../../../functions/core/webhook/patching.ts';
import { subscription } from './sending/making.ts';

const patch = (over: Parameters<typeof subscription>[0], asked: SubscriptionPatch) =>
  patched(subscription(over), asked, 'hash');

describe('a patch of a subscription', () => {
  test('leaves what it does not name', () => {
    expect(patch({}, {})).toEqual(subscription());
    expect(patch({ description: 'of old' }, { contact: 'me' })).toMatchObject({
      description: 'of old',
      contact: 'me',
    });
  });

  test('takes a text away with null, and keeps an empty one', () => {
    expect(patch({ description: 'of old' }, { description: null })).not.toHaveProperty('description');
    expect(patch({}, { description: '' })).toHaveProperty('description', '');
  });

  test('asks another URL, and not the same one again', () => {
    const { url } = subscription();
    expect(patch({}, { url })).toEqual(subscription());
    expect(patch({}, { url: 'https://other.example/' })).toMatchObject({
      status: 'pending',
      challengeHash: 'hash',
      host: 'other.example',
    });
  });

  test('replaces the filter', () => {
    const filter = { states: ['CHN'] };
    expect(patch({}, { filter }).filter).toEqual(filter);
  });

  test('pauses an active one, and resumes what its owner paused', () => {
    expect(patch({}, { status: 'paused' })).toMatchObject({ status: 'paused', reason: 'owner' });
    expect(patch({ status: 'paused', reason: 'owner' }, { status: 'active' })).toMatchObject({
      status: 'active',
      reason: null,
    });
    expect(patch({}, { status: 'active' })).toEqual(subscription());
  });

  test.each<[string, Parameters<typeof subscription>[0], SubscriptionPatch, string]>([
    ['an unverified one', { status: 'pending' }, { status: 'active' }, 'not-verified'],
    ['one whose URL moves', {}, { url: 'https://other.example/', status: 'active' }, 'not-verified'],
    ['a disabled one', { status: 'disabled', reason: 'gone' }, { status: 'active' }, 'not-active'],
    [
      'what the operator paused',
      { status: 'paused', reason: 'operator' },
      { status: 'active' },
      'not-active',
    ],
    [
      'what the operator paused',
      { status: 'paused', reason: 'operator' },
      { status: 'paused' },
      'not-active',
    ],
  ])('cannot resume or pause %s', (_, over, asked, code) => {
    expect(() => patch(over, asked)).toThrow(expect.objectContaining({ code }));
  });

  test('takes no other member', () => {
    expect(SubscriptionPatch.safeParse({ owner: 'me' }).success).toBe(false);
  });
});
