import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';

const run = promisify(execFile);
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** Every command in the README with its output. */
const shown = [...readme.matchAll(/```console\n\$ (.+)\n([\s\S]*?)```/g)].map(
  ([, command = '', answer = '']) => ({
    command,
    answer,
  }),
);

describe('what the README shows', () => {
  let laptop: TestLaptop;
  beforeAll(async () => {
    laptop = await aLaptop();
  });

  test('is at least six questions', () => {
    expect(shown.length).toBeGreaterThanOrEqual(6);
  });

  test.each(shown)('$command', async ({ command, answer }) => {
    const here = command
      .replaceAll('http://127.0.0.1:8787', laptop.url)
      .replaceAll('.data/editor-key', `${laptop.dataDir}/editor-key`);
    const { stdout } = await run('bash', ['-c', here]);
    expect(stdout).toBe(answer);
  });
});
