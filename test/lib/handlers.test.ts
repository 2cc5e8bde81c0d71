import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const functions = new URL('../../functions/', import.meta.url);
const handlers = readdirSync(functions, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /^[a-z]+\/handler\.ts$/.test(path),
);

test.each(handlers)('%s reports its metrics by the stage that it is deployed to', (path) => {
  expect(readFileSync(new URL(path, functions), 'utf8')).toMatch(/dimensions: \{ Stage: (config\.)?stage \}/);
});
