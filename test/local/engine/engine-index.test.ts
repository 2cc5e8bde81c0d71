import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { startEngine } from '../../../infra/local/engine/engine.ts';

/** The engine's own query at each write, in version 1.2.1. */
const nextNumber = `SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1
  FROM _stream_records WHERE table_name = ?1`;

test('a write on a laptop looks for the number of its stream record in an index, not among all there ever were', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'engine-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'tracker.db');
  const plans: string[] = [];
  for (let start = 0; start < 2; start += 1) {
    const engine = await startEngine({ file });
    const database = new DatabaseSync(file);
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${nextNumber}`).all('tracker');
    plans.push(plan.map(({ detail }) => String(detail)).join());
    database.close();
    await engine.stop();
  }
  for (const plan of plans) expect(plan).toMatch(/USING (?:COVERING )?INDEX tracker_stream_numbers/);
});
