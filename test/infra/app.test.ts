import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { functionNames } from '../../infra/wiring.ts';
import { assembly, runApp } from './assembly.ts';

const customDomain = 'treaties.example.org';
const inFrankfurt = 'arn:aws:acm:eu-central-1:111122223333:certificate/0f1e2d3c';

describe('the app', () => {
  test('writes the stacks and one bundle a function', async () => {
    const outdir = await assembly();
    const files = readdirSync(outdir);
    expect(files).toEqual(
      expect.arrayContaining(['manifest.json', 'TreatyTracker-dev-Service.template.json']),
    );
    const bundles = files.filter((file) => file.startsWith('asset.') && !file.endsWith('.json'));
    expect(bundles).toHaveLength(functionNames.length);
    const contents = bundles.map((each) => readdirSync(join(outdir, each)));
    for (const each of contents)
      expect(each).toEqual(expect.arrayContaining(['handler.mjs', 'handler.mjs.map']));
    expect(contents.filter((each) => each.includes('texts.json'))).toHaveLength(1);
  }, 240_000);

  /** Everything else that is refused is asked in process, in stacks/context.test.ts. */
  test.each([
    [
      'a stage that does not exist',
      { stage: 'production' },
      {},
      /^There is no stage "production": pass -c st/,
    ],
    [
      'a certificate of another region',
      { customDomain, certificateArn: inFrankfurt },
      { CDK_DEFAULT_REGION: 'eu-west-1' },
      /^The certificate is in eu-central-1, but this deployment is in eu-west-1: request one in eu-west-1/,
    ],
  ])('refuses %s, in one line and without a trace', (_what, context, surroundings, line) => {
    const outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
    const { status, stderr } = runApp(outdir, context, surroundings);
    expect(status).toBe(1);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
    expect(readdirSync(outdir)).toEqual([]);
  });
});
