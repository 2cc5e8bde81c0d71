import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleInto, bytesAtStart, entryFileOf, startLimits } from '../../infra/bundle/bundling.ts';
import { type FunctionName, functionNames } from '../../infra/wiring.ts';
import { bundled } from './assembly.ts';

const scratch = () => mkdtempSync(join(tmpdir(), 'bundle-'));
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Loads a bundle in a new process with only this environment, calls it, and answers what it printed. */
function call(handler: string, env: Record<string, string>): string {
  const script = `import(${JSON.stringify(pathToFileURL(handler).href)}).then((bundle) => bundle.handler()).then(console.log, (error) => console.log(String(error)))`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { AWS_REGION: 'eu-central-1', HOME: '/nonexistent', ...env },
    encoding: 'utf8',
  });
  return stdout + stderr;
}

let signer: string;

beforeAll(() => {
  signer = bundleInto(scratch(), join(root, 'test/infra/signing-handler.ts'));
});

describe('bundles', () => {
  test.each(functionNames)(
    '%s loads no more than its limit to start, with maps',
    async (name: FunctionName) => {
      const files = await bundled(name);
      const code = files.filter((file) => file.name.endsWith('.mjs'));
      const bytes = bytesAtStart(files);
      expect(bytes).toBeGreaterThan(100_000);
      expect(bytes).toBeLessThanOrEqual(startLimits[name]);
      expect(files.map((file) => file.name)).toEqual(
        expect.arrayContaining(code.map((file) => `${file.name}.map`)),
      );
    },
  );

  test('carry the texts of the API, and nothing of what makes them', async () => {
    const files = await bundled('api');
    const made = files.find(({ name }) => name === 'texts.json');
    const document = JSON.parse(JSON.parse(String(made && Buffer.from(made.contents))).openapi);
    expect(document).toEqual(JSON.parse(readFileSync(join(root, 'functions/api/openapi.json'), 'utf8')));
    const code = files.filter(({ name }) => name.endsWith('.mjs'));
    for (const { contents } of code) expect(Buffer.from(contents).includes('Which human rights')).toBe(false);
  });

  test.each(functionNames)(
    '%s tells nothing of the machine it was bundled on',
    async (name: FunctionName) => {
      for (const { contents } of await bundled(name))
        expect(Buffer.from(contents).includes(root)).toBe(false);
    },
  );

  test('sign requests with the credentials that Lambda puts into the environment', () => {
    expect(call(signer, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' })).toContain(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/',
    );
  });

  test('say where credentials come from when there are none', () => {
    expect(call(signer, {})).toContain('This bundle takes AWS credentials from AWS_ACCESS_KEY_ID');
  });

  test('are asked for by a name that has a handler', () => {
    expect(() => entryFileOf('nowhere' as FunctionName)).toThrow('functions/nowhere/handler.ts is missing');
  });
});
