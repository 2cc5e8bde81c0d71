import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { areHere, namesIn, pathOf } from '../../support/depositary/real-documents.ts';
import { ops } from '../cli.ts';

const pages = namesIn('un-2026-02-03', '.html');
const pageOf = (name: string): string => pathOf(`un-2026-02-03/${name}.html`);

describe.runIf(areHere)('real documents', () => {
  test('no page differs from the record of the seeds', async () => {
    const env = { DATA_DIR: join(await mkdtemp(join(tmpdir(), 'documents-')), 'none') };
    const { out } = await ops(['watch', 'read', ...pages.map(pageOf), '--dry-run', '--json'], { env });
    const read = JSON.parse(out) as { reading: { reference: string }; differences: { id: string }[] }[];
    expect(read.map(({ reading }) => reading.reference)).toEqual(pages);
    expect(read.flatMap(({ differences }) => differences.map(({ id }) => id))).toEqual([]);
  });
});
