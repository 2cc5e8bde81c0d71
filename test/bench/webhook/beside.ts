import { median, pairedRatio } from '../running/measure.ts';
import { sumOf } from '../running/serving.ts';
import type { Row } from '../running/table.ts';
import type { Sent } from './throughput.ts';

type Samples = { ours: readonly Sent[]; svix: readonly Sent[] };

export function rowsBeside({ ours, svix }: Samples, name: string): Row[] {
  const row = (what: string, of: (sent: Sent) => number, print: (value: number) => string): Row => {
    const [here, there] = [ours.map(of), svix.map(of)];
    const beside = `Svix ${print(median(there))}`;
    return { name: what, ours: print(median(here)), beside, ratio: pairedRatio(here, there) };
  };
  return [
    row(
      name,
      ({ perSecond }) => perSecond,
      (value) => `${value.toFixed(0)} deliveries/s`,
    ),
    row('… processor time of each, all that serves', cpuOfEach, (value) => `${value.toFixed(2)} ms`),
    { name: '… by program', ours: byProgram(ours), beside: `Svix: ${byProgram(svix)}` },
    row(
      '… memory at most, all that serves',
      ({ served }) => served.memory,
      (value) => `${value.toFixed(0)} MB`,
    ),
    row(
      '… messages taken',
      ({ recorded }) => recorded,
      (value) => `${value.toFixed(0)}/s`,
    ),
  ];
}

export const cpuOfEach = ({ served, posts }: Sent): number => sumOf(served) / posts;

function byProgram(samples: readonly Sent[]): string {
  const programs = new Set(samples.flatMap(({ served }) => [...served.cpu.keys()]));
  return [...programs]
    .map((program) => {
      const each = samples.map(({ served, posts }) => (served.cpu.get(program) ?? 0) / posts);
      return { program, spent: median(each) };
    })
    .filter(({ spent }) => spent >= 0.005)
    .map(({ program, spent }) => `${program} ${spent.toFixed(2)} ms`)
    .join(', ');
}
