import { join } from 'node:path';
import { newDirectory } from './running/ending.ts';
import { median } from './running/measure.ts';
import { childrenOf, type Process } from './running/processes.ts';
import { type Program, residentOf } from './running/program.ts';
import type { Row } from './running/table.ts';
import { startTracker, untilLoaded } from './running/tracker.ts';

const rounds = 3;

/** Megabytes of the laptop with its engine. The loader's process ends, and is reported separately. */
const memory = 230;

type Moment = { took: number; resident: number; loader: number };

/**
 * Times a first start until its first 200 and until the last State, and a second start on the same directory.
 */
export async function start(): Promise<Row[]> {
  const ready: Moment[] = [];
  const loaded: Moment[] = [];
  const again: Moment[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const directory = newDirectory();
    const data = join(directory.path, 'data');
    const first = await startOn(data, untilAnswering, untilLoaded);
    ready.push(...first.slice(0, 1));
    loaded.push(...first.slice(1));
    again.push(...(await startOn(data, untilAnswering)));
    directory.remove();
  }
  return [
    rowOf('start on an empty directory', ready, 3000),
    rowOf('… until every State is loaded', loaded, 30_000),
    rowOf('start on an existing one', again, 1500),
  ];
}

function rowOf(name: string, moments: Moment[], bound: number): Row {
  const took = median(moments.map((each) => each.took));
  const resident = median(moments.map((each) => each.resident));
  const loader = median(moments.map((each) => each.loader));
  return {
    name,
    ours: `${took.toFixed(0)} ms`,
    beside: `${resident.toFixed(0)} MB with its engine${loader > 0 ? `, the loader ${loader.toFixed(0)}` : ''}`,
    target: `< ${bound} ms, < ${memory} MB`,
    within: took < bound && resident < memory,
  };
}

/** Milliseconds that one start took until each moment, in turn. */
async function startOn(data: string, ...until: ((url: string) => Promise<void>)[]): Promise<Moment[]> {
  const from = performance.now();
  const program = await startTracker(data);
  try {
    const moments: Moment[] = [];
    for (const reached of until) {
      await reached(program.url);
      moments.push({ took: performance.now() - from, ...residentNow(program) });
    }
    return moments;
  } finally {
    await program.stop();
  }
}

async function untilAnswering(url: string): Promise<void> {
  const { status, body } = await fetch(`${url}/health`);
  await body?.cancel();
  if (status !== 200) throw new Error(`${url}/health is answered with ${status}`);
}

function residentNow({ pid }: Program): Pick<Moment, 'resident' | 'loader'> {
  const children = childrenOf(pid);
  const isLoader = ({ command }: Process) => command.includes('loading/process.ts');
  const sum = (pids: number[]) => pids.reduce((all, each) => all + (residentOf(each) || 0), 0);
  const pids = (some: Process[]) => some.map((child) => child.pid);
  return {
    resident: sum([pid, ...pids(children.filter((child) => !isLoader(child)))]),
    loader: sum(pids(children.filter(isLoader))),
  };
}
