import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { print, type Row } from './running/table.ts';

type Topic = () => Promise<Row[]>;

/** Loads each topic on its own, so that none runs with what another left in memory. */
const topics: Record<string, () => Promise<Topic>> = {
  reads: async () => (await import('./reads.ts')).reads,
  pages: async () => (await import('./pages.ts')).pages,
  paint: async () => (await import('./pages.ts')).paint,
  fold: async () => (await import('./fold.ts')).fold,
  commits: async () => (await import('./commits.ts')).commits,
  start: async () => (await import('./start.ts')).start,
  cold: async () => (await import('./cold.ts')).cold,
  deliver: async () => (await import('./deliver.ts')).deliver,
  'first-byte': async () => (await import('./first-byte.ts')).firstByte,
  cost: async () => (await import('./cost.ts')).cost,
  rows: async () => (await import('./rows.ts')).rows,
  'fan-out': async () => (await import('./fan-out.ts')).fanOut,
  stream: async () => (await import('./stream.ts')).stream,
  hostile: async () => (await import('./hostile.ts')).hostile,
  depositary: async () => (await import('./depositary.ts')).depositary,
};

const help = `Measures what depends on time, as ratios within one run.

  npm run bench [-- --only ${Object.keys(topics).join('|')}] …

Prints one table. Exits with 0 whatever it says, unless something broke.
`;

const { only = [], ...asked } = parseArgs({
  options: { only: { type: 'string', multiple: true }, help: { type: 'boolean' } },
}).values;

async function main(): Promise<void> {
  const unknown = only.filter((name) => !(name in topics));
  if (asked.help || unknown.length > 0) {
    process.stdout.write(help);
    process.exitCode = unknown.length > 0 ? 1 : 0;
    return;
  }
  const before = load();
  const rows: Row[] = [];
  for (const [name, topic] of Object.entries(topics)) {
    if (only.length > 0 && !only.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    rows.push(...(await runTopic(name, await topic())));
  }
  process.stdout.write(`${print(rows)}\n${conditions(before)}\n`);
}

/** Runs one topic; if it breaks, the others still run. */
async function runTopic(name: string, topic: Topic): Promise<Row[]> {
  try {
    return await topic();
  } catch (error) {
    process.stderr.write(`${name} broke: ${(error as Error).stack}\n`);
    process.exitCode = 1;
    return [{ name, ours: 'broke' }];
  }
}

const load = (): string => loadavg()[0]?.toFixed(1) ?? '';

function conditions(before: string): string {
  const [first] = cpus();
  const machine = `${cpus().length} × ${first?.model ?? process.arch}, load ${before} before and ${load()} after`;
  return `${new Date().toISOString()}, ${revision()}, Node ${process.version}, ${machine}`;
}

function revision(): string {
  try {
    return `commit ${execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()}`;
  } catch {
    return 'no commit';
  }
}

await main();
process.exit();
