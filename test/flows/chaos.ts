import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createDocuments, createLocalDynamo, createStreams } from '../../infra/local/aws/clients.ts';
import { ensureTable } from '../../infra/local/aws/table.ts';
import { startEngine } from '../../infra/local/engine/engine.ts';
import { type Outcome, simulate } from './simulation/simulation.ts';

const help = `npm run chaos -- [--seed N] [--faults M] [--runs K]

Runs all functions in a simulation in which everything around them goes wrong, and holds what happened against the
contract of webhooks. A seed repeats its run.

  --seed N    the first seed; 1 unless told
  --faults M  faults of each run, before all heals; 1000 unless told
  --runs K    runs, of seeds that follow each other; 1 unless told

Says how often each kind of fault struck, and ends with 1 if a promise was broken.`;

const number = (fallback: string) => ({ type: 'string', default: fallback }) as const;
const { values } = parseArgs({
  options: {
    seed: number('1'),
    faults: number('1000'),
    runs: number('1'),
    help: { type: 'boolean', default: false },
  },
});

/** Overwrites one line, and so only if somebody looks on. */
const show = (line: string): void => {
  if (process.stderr.isTTY) process.stderr.write(line);
};

/** Runs one simulation over a table of its own. */
async function runOf(endpoint: string, seed: number, faults: number): Promise<Outcome> {
  const raw = createLocalDynamo(endpoint);
  const client = createDocuments(raw);
  const name = `chaos-${randomUUID()}`;
  await ensureTable({ raw, client }, name);
  const onTurn = (total: number) => show(`\rseed ${seed}: ${total} of ${faults} faults `);
  try {
    return await simulate(
      { raw, client, name, endpoint, streams: () => createStreams(endpoint) },
      { seed, faults },
      { onTurn },
    );
  } finally {
    raw.destroy();
  }
}

function report(seed: number, { total, changes, posts, violations }: Outcome, seconds: number): void {
  const verdict = violations.length === 0 ? 'all promises kept' : `${violations.length} promises broken`;
  show('\r');
  console.log(
    `seed ${seed}: ${total} faults, ${changes} changes, ${posts} POSTs, ${seconds.toFixed(0)} s: ${verdict}`,
  );
  for (const violation of violations) console.log(`  ${violation}`);
}

async function runAll(first: number, faults: number, runs: number): Promise<number[]> {
  const engine = await startEngine();
  const tally: Record<string, number> = {};
  const failing: number[] = [];
  for (let seed = first; seed < first + runs; seed++) {
    const from = performance.now();
    const outcome = await runOf(engine.endpoint, seed, faults);
    report(seed, outcome, (performance.now() - from) / 1000);
    for (const [kind, count] of Object.entries(outcome.faults)) tally[kind] = (tally[kind] ?? 0) + count;
    if (outcome.violations.length > 0) failing.push(seed);
  }
  await engine.stop();
  for (const kind of Object.keys(tally).sort()) console.log(`${String(tally[kind]).padStart(6)}  ${kind}`);
  return failing;
}

const [seed, faults, runs] = [Number(values.seed), Number(values.faults), Number(values.runs)];
if (values.help) console.log(help);
else if (![seed, faults, runs].every((value) => Number.isSafeInteger(value) && value >= 0)) {
  console.error(`Whole numbers are expected.\n\n${help}`);
  process.exitCode = 2;
} else {
  const failing = await runAll(seed, faults, runs);
  if (failing.length > 0) console.log(`failing seeds: ${failing.join(', ')}`);
  process.exitCode = failing.length > 0 ? 1 : 0;
}
