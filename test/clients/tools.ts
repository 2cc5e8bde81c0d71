import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Where one client is made and run; `env` tells it of the service. */
export type Place = { directory: string; env: NodeJS.ProcessEnv };

const here = fileURLToPath(new URL('.', import.meta.url));
const document = fileURLToPath(new URL('../../functions/api/openapi.json', import.meta.url));

const run = ({ directory, env }: Place, command: string, ...args: string[]) =>
  promisify(execFile)(command, args, { cwd: directory, env, maxBuffer: 1e8, timeout: 600_000 });

const copy = ({ directory }: Place, name: string) => cp(join(here, name), directory, { recursive: true });

async function typescript(place: Place): Promise<void> {
  await copy(place, 'typescript');
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
  await copy(place, 'go');
  await mkdir(join(place.directory, 'client'));
  const config = {
    package: 'client',
    output: 'client/client.gen.go',
    generate: { client: true, models: true },
    'output-options': { 'skip-prune': true },
  };
  await writeFile(join(place.directory, 'config.yaml'), JSON.stringify(config));
  const command = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2';
  await run(place, 'go', 'run', command, '-config', 'config.yaml', document);
  await run(place, 'go', 'mod', 'tidy');
  await run(place, 'go', 'run', '.');
}

/** Compiles only: what ogen cannot make yet it leaves out, and names. */
async function ogen(place: Place): Promise<void> {
  await writeFile(join(place.directory, 'ogen.yml'), 'generator: { ignore_not_implemented: ["all"] }');
  await writeFile(join(place.directory, 'go.mod'), 'module clients\n\ngo 1.25\n');
  const options = ['--config', 'ogen.yml', '--target', 'made', '--package', 'made'];
  await run(place, 'go', 'run', 'github.com/ogen-go/ogen/cmd/ogen@v1.24.0', ...options, document);
  await run(place, 'go', 'mod', 'tidy');
  await run(place, 'go', 'build', './...');
}

async function withPython(
  place: Place,
  packages: string[],
): Promise<(...args: string[]) => Promise<unknown>> {
  await run(place, 'python3', '-m', 'venv', '.venv');
  const python = join(place.directory, '.venv/bin/python');
  await run(place, python, '-m', 'pip', 'install', '-q', ...packages);
  return (...args) => run(place, python, ...args);
}

async function pythonClient(place: Place): Promise<void> {
  await copy(place, 'python');
  const python = await withPython(place, ['openapi-python-client==0.29.1']);
  await python('-m', 'openapi_python_client', 'generate', '--path', document, '--output-path', 'made');
  await cp(
    join(place.directory, 'made/treaty_ratification_tracker_client'),
    join(place.directory, 'treaty_ratification_tracker_client'),
    { recursive: true },
  );
  await python('client.py');
}

async function openapiGenerator(place: Place): Promise<void> {
  await copy(place, 'openapi-generator');
  const artifact = '-Dartifact=org.openapitools:openapi-generator-cli:7.25.0';
  await run(place, 'mvn', '-q', '-B', 'dependency:copy', artifact, `-DoutputDirectory=${place.directory}`);
  const jar = ['-jar', 'openapi-generator-cli-7.25.0.jar', 'generate', '-i', document, '-o', '.'];
  await run(place, 'java', ...jar, '-g', 'python', '--global-property', 'apis,models,supportingFiles');
  const python = await withPython(place, ['-r', 'requirements.txt']);
  await python('client.py');
}

/** Tried each time; the others take minutes and are tried when asked for. */
export const quick = {
  'openapi-typescript': typescript,
  'oapi-codegen': oapiCodegen,
  'openapi-python-client': pythonClient,
};
export const slow = { 'openapi-generator': openapiGenerator, ogen };
