import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startTracker } from '../bench/running/tracker.ts';
import { type Place, quick, slow } from './tools.ts';

const every: Record<string, (place: Place) => Promise<void>> = { ...quick, ...slow };

const help = `Makes clients of functions/api/openapi.json with well-known generators, compiles them, and has each read and write.

  npm run test:clients [-- --all | --only ${Object.keys(every).join('|')} …]

Without options: ${Object.keys(quick).join(', ')}. Needs python3 with venv, from which Go comes too where there is
none as new as 1.25; openapi-generator needs java, and for the client in Java javac and mvn.
`;

const {
  all,
  help: wantsHelp,
  only = [],
} = parseArgs({
  options: { all: { type: 'boolean' }, only: { type: 'string', multiple: true }, help: { type: 'boolean' } },
}).values;

async function main(): Promise<void> {
  const names = only.length > 0 ? only : Object.keys(all ? every : quick);
  const unknown = names.filter((name) => !(name in every));
  if (wantsHelp || unknown.length > 0) {
    process.stdout.write(help);
    process.exitCode = unknown.length > 0 ? 1 : 0;
    return;
  }
  const directory = await mkdtemp(join(tmpdir(), 'clients-'));
  const tracker = await startTracker(join(directory, 'data'));
  try {
    const key = (await readFile(join(directory, 'data/editor-key'), 'utf8')).trim();
    const env = { ...process.env, TRACKER_URL: tracker.url, TRACKER_KEY: key };
    for (const name of names) await tryOut(name, { directory: join(directory, name), env });
  } finally {
    await tracker.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function tryOut(name: string, place: Place): Promise<void> {
  const from = performance.now();
  const took = () => `${((performance.now() - from) / 1000).toFixed(0)} s`;
  try {
    await mkdir(place.directory, { recursive: true });
    await every[name]?.(place);
    process.stdout.write(`${name}: works (${took()})\n`);
  } catch (error) {
    const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string };
    process.stdout.write(
      `${name}: FAILED (${took()})\n${message}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}\n`,
    );
    process.exitCode = 1;
  }
}

await main();
