import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { functionNames } from '../../infra/wiring.ts';

const root = new URL('../..', import.meta.url);
const settings = JSON.parse(readFileSync(new URL('cdk.json', root), 'utf8'));

/** Runs the app as the CDK's command line does. */
function run(context: Record<string, unknown>): { status: number | null; stderr: string; outdir: string } {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
  const env = {
    ...process.env,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...settings.context, ...context }),
  };
  const { status, stderr } = spawnSync(settings.app, { cwd: root, env, shell: true, encoding: 'utf8' });
  return { status, stderr, outdir };
}

describe('the app', () => {
  test('writes the stacks and one bundle a function', () => {
    const { status, stderr, outdir } = run({});
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const files = readdirSync(outdir);
    expect(files).toEqual(
      expect.arrayContaining(['manifest.json', 'TreatyTracker-dev-Service.template.json']),
    );
    const bundles = files.filter((file) => file.startsWith('asset.') && !file.endsWith('.json'));
    expect(bundles).toHaveLength(functionNames.length);
    const contents = bundles.map((each) => readdirSync(join(outdir, each)).join(' ')).sort();
    expect(contents).toEqual([
      ...Array(functionNames.length - 1).fill('handler.mjs handler.mjs.map'),
      'handler.mjs handler.mjs.map packed.json',
    ]);
  });

  test('refuses a stage that does not exist, in one line and without a trace', () => {
    const { status, stderr, outdir } = run({ stage: 'production' });
    expect(status).toBe(1);
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^There is no stage "production": pass -c stage=/),
    ]);
    expect(readdirSync(outdir)).toEqual([]);
  });
});
