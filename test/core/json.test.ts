import { describe, expect, test } from 'vitest';
import { parseJson } from '../../functions/core/json.ts';
import { decodeUtf8 } from '../../functions/core/text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const parsed = (text: string) => parseJson(bytes(text));

describe('JSON', () => {
  test.each([
    '{"a":1,"b":{"a":2}}',
    '[{"a":1},{"a":2}]',
    '{"a":[1,2,"x: y"],"0":[0]}',
    '{"":1,"x":{"":2}}',
    '"a:\\"b\\": c"',
    '"a\\tb\\r\\nc \\u0085 \\u2028"',
    '[["a"],["a"]]',
    'null',
  ])('is taken as it is: %s', (text) => {
    expect(parsed(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ['{"a":1,"a":2}', 'the member a twice'],
    ['{"x":{"b":1,"b":1}}', 'the member b twice'],
    ['[{"c":1},{"c":1,"c":2}]', 'the member c twice'],
    ['{"":1,"":2}', 'twice'],
    ['{"a":1,"\\u0061":2}', 'the member a twice'],
    ['{"a":"\\u0000"}', 'the member a NUL'],
    ['"\\u0000"', 'in a text NUL'],
    ['{"a":"\\u001b[31m"}', 'the member a the control character \\\\u001b'],
    ['{"a":"page one\\fpage two"}', 'the control character \\\\u000c'],
    ['{"a":"\\uffff"}', 'the control character \\\\uffff'],
    ['{"b":"\\ud800"}', 'half a surrogate pair'],
    ['{"a\\u0000":1}', 'the member a NUL'],
    ['  ', 'is empty'],
    ['', 'is empty'],
    ['{', 'not well-formed'],
    ['['.repeat(100_000), 'nested too deeply|not well-formed'],
  ])('that somebody would read otherwise is refused: %.30s', (text, reason) => {
    expect(() => parsed(text)).toThrow(new RegExp(reason));
  });
});

describe('bytes', () => {
  const read = (...all: number[]) => decodeUtf8(Uint8Array.from(all), 'The file');

  test.each([
    [[0xff, 0xfe, 0x41, 0], 'UTF-16'],
    [[0xff, 0xfe, 0, 0], 'UTF-32'],
    [[0xff, 0xfe, 0, 1], 'UTF-16'],
    [[0xff, 0xfe, 1, 0], 'UTF-16'],
    [[0xfe, 0xff, 0, 0x41], 'UTF-16'],
    [[0, 0, 0xfe, 0xff], 'UTF-32'],
    [[0x41, 0, 0x42, 0], 'UTF-16'],
    [[0, 0x41, 0, 0x42], 'UTF-16'],
  ])('%j are in %s', (all, form) => {
    expect(() => read(...all)).toThrow(`is in ${form};`);
  });

  test.each([
    [[0, 0, 0x41, 0x42]],
    [[0x41, 0, 0, 0x42]],
    [[0x41, 0x42, 0x43, 0]],
    [[0, 0x41, 0x42, 0x43]],
    [[0x41, 0, 0x42]],
    [[0, 0x41, 0]],
    [[0x41, 0, 0x42, 0x43]],
    [[0xef, 0xbb, 0xbf, 0x41]],
  ])('%j are UTF-8', (all) => {
    expect(() => read(...all)).not.toThrow();
  });

  test.each([
    [[0xff, 0x41, 0x42, 0x43], 1],
    [[0x41, 0xfe, 0x42, 0x43], 1],
    [[0x41, 0xff, 0x42, 0x43], 1],
    [[0, 0, 0xfe, 0x41], 1],
    [[0, 0, 0x41, 0xff], 1],
    [[0, 0x41, 0xfe, 0xff], 1],
    [[0x41, 0, 0xfe, 0xff], 1],
    [[0x41, 0x42, 0xfe, 0xff], 1],
    [[0xf0, 0xbf, 0xbd, 10, 0xe9], 1],
    [[0xef, 10, 0xbd], 1],
    [[0xfe, 0x41, 0x42, 0x43], 1],
    [[0x41, 10, 0xe9, 0x41], 2],
    [[0xef, 0xbf, 0xbd, 10, 0x41, 10, 0xe9, 0x41], 3],
    [[0xef, 0xbf, 0xbd, 10, 0xef, 0xbf, 0x41], 2],
    [[0xef, 0xbf, 0xbd, 10, 0xef, 0x41, 0x42], 2],
    [[0x41, 10, 0xc3, 0xbf, 10, 0xbd], 3],
  ])('%j are not, from line %i on', (all, line) => {
    expect(() => read(...all)).toThrow(`(line ${line})`);
  });
});
