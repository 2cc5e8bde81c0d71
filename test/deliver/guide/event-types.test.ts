import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventTypes } from '../../../functions/core/webhook/event-type.ts';

const guide = readFileSync(new URL('../../../functions/deliver/README.md', import.meta.url), 'utf8');

test('the guide lists every type of event, in their order', () => {
  const [, section = ''] = guide.split('\n## Events\n');
  const rows = (section.split('\n## ')[0] ?? '').matchAll(/^\| `([a-z.]+)` \| .+ \|$/gm);
  expect([...rows].map(([, type]) => type)).toEqual([...eventTypes]);
});
