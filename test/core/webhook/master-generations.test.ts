import { expect, test } from 'vitest';
import {
  keyOf,
  newestOf,
  readGenerations,
  withGeneration,
  withoutGeneration,
  writeGenerations,
} from '../../../functions/core/webhook/signing/master-generations.ts';

const at = '2026-11-24T00:00:00.000Z';
const plain = 'a'.repeat(64);
const other = Buffer.alloc(32, 2).toString('base64');

test('a plain value is the first generation, with the key that it has always given', () => {
  const [only, ...more] = readGenerations(`${plain}\n`);
  expect(more).toEqual([]);
  expect(only).toEqual({ generation: 1, secret: plain, createdAt: null });
});

test('a rotation adds a generation and leaves the keys of those before as they were', () => {
  const before = readGenerations(plain);
  const after = readGenerations(writeGenerations(withGeneration(before, other, at)));
  expect(after.map(({ generation, createdAt }) => [generation, createdAt])).toEqual([
    [1, null],
    [2, at],
  ]);
  expect(after.map(({ secret }) => keyOf(secret))).toEqual([keyOf(plain), Buffer.alloc(32, 2)]);
  expect(newestOf(after).generation).toBe(2);
});

test('a retired number is never used again, and the newest is not retired', () => {
  const two = withGeneration(readGenerations(plain), other, at);
  const left = withoutGeneration(two, 1);
  expect(left.map(({ generation }) => generation)).toEqual([2]);
  expect(withGeneration(left, other, at).map(({ generation }) => generation)).toEqual([2, 3]);
  expect(() => withoutGeneration(left, 2)).toThrow(RangeError);
});

test.each([
  ['no JSON', '{"generations"'],
  ['no generation', '{"generations":[]}'],
  ['a number twice', writeGenerations([...readGenerations(plain), ...readGenerations(plain)])],
  ['a member too many', `{"generations":[{"generation":1,"secret":"${plain}","createdAt":null,"x":1}]}`],
  ['a short key', '{"generations":[{"generation":1,"secret":"hunter2","createdAt":null}]}'],
])('a document with %s is refused without a word of what it holds', (_what, text) => {
  expect(() => readGenerations(text)).toThrow(/^the master secret is (damaged|too short)/);
  expect(() => readGenerations(text)).not.toThrow(/hunter2|aaaa/);
});

test('whatever their order in the document, the newest generation is the one of the highest number', () => {
  const [one] = readGenerations(plain);
  const three = { generation: 3, secret: other, createdAt: at };
  const two = { generation: 2, secret: other, createdAt: at };
  if (!one) throw new Error('a generation was expected');
  const read = readGenerations(writeGenerations([three, one, two]));
  expect(read.map(({ generation }) => generation)).toEqual([1, 2, 3]);
  expect(newestOf([two, three, one]).generation).toBe(3);
  expect(() => newestOf([])).toThrow('at least one');
  expect(keyOf('a'.repeat(43))).toHaveLength(32);
  expect(() => keyOf('a'.repeat(42))).toThrow('too short');
});
