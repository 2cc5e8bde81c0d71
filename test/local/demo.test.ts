import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { hasOwnEngine } from '../support/own-engine.ts';

const demo = join(import.meta.dirname, '../../infra/local/demo.ts');
const run = promisify(execFile);

const [rounds, atOnce] = [5, 4];

test.runIf(hasOwnEngine)(
  'the demonstration holds 20 times in a row, four at once on a machine that is busy with them',
  async () => {
    for (let round = 0; round < rounds; round += 1) {
      const told = await Promise.all(Array.from({ length: atOnce }, () => run(process.execPath, [demo])));
      for (const { stdout } of told) {
        expect(stdout.match(/← chg_\d+ treaty\.\S+, verified/g)).toHaveLength(2);
        expect(stdout.match(/the same bytes again/g)).toHaveLength(2);
        expect(stdout).toContain('the scratch database is deleted');
      }
    }
  },
  300_000,
);
