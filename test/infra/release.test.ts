import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { packageVersion, releaseOf } from '../../infra/release.ts';

const directory = mkdtempSync(join(tmpdir(), 'release-'));
afterAll(() => rmSync(directory, { recursive: true }));

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd: directory,
    encoding: 'utf8',
  });

test('a deployment names its version and, where there is one, the commit and whether it was changed', () => {
  expect(releaseOf(directory)).toBe(packageVersion());
  git('init', '-q');
  writeFileSync(join(directory, 'a'), 'a');
  git('add', 'a');
  git('commit', '-qm', 'Begin');
  const commit = git('rev-parse', '--short=10', 'HEAD').trim();
  expect(releaseOf(directory)).toBe(`${packageVersion()}+${commit}`);
  writeFileSync(join(directory, 'a'), 'b');
  expect(releaseOf(directory)).toBe(`${packageVersion()}+${commit}.modified`);
});
