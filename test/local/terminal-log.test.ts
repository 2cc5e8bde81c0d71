import { expect, test } from 'vitest';
import { createTeller } from '../../infra/local/terminal-log.ts';
import { visible } from '../../infra/visible.ts';

const hostile = 'x\u001b]0;title\u0007\u009b2J\u202e\r\nError: forged\u2028z';

const tell = (line: object) => createTeller(() => new Date(2026, 10, 28, 3))(JSON.stringify(line));

test('a text that others chose neither commands the terminal nor makes lines of its own', () => {
  const said = tell({ level: 'WARN', message: 'refused', owner: hostile, error: { message: hostile } });
  expect(said).toMatch(/^03:00:00 {2}Warning: refused \(x\\u001b/);
  expect(said).not.toMatch(/[\n\r\p{Cc}\p{Bidi_Control}\u2028]/u);
});

test('a line of JSON keeps its meaning', () => {
  const line = JSON.stringify({ owner: hostile });
  expect(visible(line)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028]/u);
  expect(JSON.parse(visible(line))).toEqual({ owner: hostile });
});
