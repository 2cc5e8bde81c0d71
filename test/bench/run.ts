import { parseArgs } from 'node:util';
import { Refusal } from '../../infra/local/refusal.ts';
import { conditions, loadNow } from './running/conditions.ts';
import { endOnSignals } from './running/ending.ts';
import { print, type Row } from './running/table.ts';

type Measure = () => Promise<Row[]>;

type Part = {
  what: string;
  /** Loads each part on its own, so that none runs with what another left in memory. */
  load(): Promise<Measure>;
};

const parts: Record<string, Part> = {
  reads: {
    what: 'answers of the laptop, beside bare servers of the same bytes',
    load: async () => (await import('./reads.ts')).reads,
  },
  pages: {
    what: 'pages, each beside the JSON of its data; their weight; all files',
    load: async () => (await import('./pages.ts')).pages,
  },
  paint: {
    what: 'when Chromium shows a page, from a cold cache',
    load: async () => (await import('./pages.ts')).paint,
  },
  fold: {
    what: 'answers folded from acts, and from nothing',
    load: async () => (await import('./fold.ts')).fold,
  },
  commits: {
    what: 'recording, beside the same transactions sent bare',
    load: async () => (await import('./commits.ts')).commits,
  },
  start: {
    what: 'a laptop, from its start to its first answer and to its last State',
    load: async () => (await import('./start.ts')).start,
  },
  cold: {
    what: "the API's bundle under Lambda's runtime client, to its first answer",
    load: async () => (await import('./cold.ts')).cold,
  },
  deliver: {
    what: 'senders, beside a bare loop that signs and posts the same bytes',
    load: async () => (await import('./webhook/deliver.ts')).deliver,
  },
  'first-byte': {
    what: 'an idle laptop, from a recording to the first byte at a receiver',
    load: async () => (await import('./webhook/first-byte.ts')).firstByte,
  },
  cost: {
    what: 'calls, units and dollars of a delivery, as the guide has them',
    load: async () => (await import('./webhook/cost.ts')).cost,
  },
  rows: {
    what: 'fan-out alone, beside the same rows put bare',
    load: async () => (await import('./webhook/rows.ts')).rows,
  },
  'fan-out': {
    what: 'one change to 10,000 subscriptions (BENCH_SUBSCRIPTIONS) of a laptop',
    load: async () => (await import('./webhook/fan-out.ts')).fanOut,
  },
  stream: {
    what: '90 changes (BENCH_CHANGES) to 40 subscriptions (BENCH_SUBSCRIPTIONS)',
    load: async () => (await import('./webhook/stream.ts')).stream,
  },
  hostile: {
    what: 'the dearest questions there are, and 200 who ask them at once',
    load: async () => (await import('./hostile.ts')).hostile,
  },
  depositary: {
    what: "the largest page of a depositary, and a round of the watch beside others' work",
    load: async () => (await import('./depositary.ts')).depositary,
  },
};

const names = Object.keys(parts);

const help = `Measures what depends on time, one part after the other, and prints one table. Without --only all parts, for many minutes.

  npm run bench [-- --only PART …]

${Object.entries(parts)
  .map(([name, { what }]) => `  ${name.padEnd(11)} ${what}\n`)
  .join('')}
BENCH_VERBOSE=1 shows what the measured programs print. Targets are told, not enforced: exits with 0 whatever the table says,
unless something broke.
`;

/** Throws an error of one line if there is no such part or option. */
function asked(): { only: string[]; isForHelp: boolean } {
  const { values } = parseArgs({
    options: { only: { type: 'string', multiple: true }, help: { type: 'boolean' } },
  });
  const only = values.only ?? [];
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`there is no part '${unknown}'; there are ${names.join(', ')}`);
  return { only: only.length > 0 ? only : names, isForHelp: values.help === true };
}

async function measure(only: readonly string[]): Promise<void> {
  const before = loadNow();
  const rows: Row[] = [];
  for (const [name, part] of Object.entries(parts)) {
    if (!only.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    rows.push(...(await rowsOf(name, part)));
  }
  process.stdout.write(`${print(rows)}\n${conditions(before)}\n`);
}

/** Runs one part; if it breaks, the others still run. */
async function rowsOf(name: string, { load }: Part): Promise<Row[]> {
  try {
    return await (await load())();
  } catch (error) {
    process.stderr.write(`${name} broke: ${reasonOf(error as Error)}\n`);
    process.exitCode = 1;
    return [{ name, ours: 'broke' }];
  }
}

const reasonOf = (error: Error) => (error instanceof Refusal ? error.message : error.stack);

endOnSignals();
try {
  const { only, isForHelp } = asked();
  if (isForHelp) process.stdout.write(help);
  else await measure(only);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\nnpm run bench -- --help tells more\n`);
  process.exitCode = 1;
}
process.exit();
