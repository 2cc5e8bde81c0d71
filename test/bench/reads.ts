import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Load, loadOn } from './running/load.ts';
import { interleaved, median, pairedRatio } from './running/measure.ts';
import { type Program, startProgram } from './running/program.ts';
import { atLeast, type Row } from './running/table.ts';
import { withTracker } from './running/tracker.ts';
import type { Prepared } from './servers/answers.ts';

const table = '/v1/states/CHN/participations';
const record = '/v1/states/CHN/participations/ilo-c029';
const roster = '/v1/instruments/iccpr/participations';

type Servers = Record<'tracker' | 'bare hono' | 'fastify' | 'express', Program>;

/** Many short ones rather than few long ones: what else the machine does then spoils a pair, and not the median. */
const rounds = 11;
const seconds = 1;
const warmUp = 3;

/**
 * Compares the whole laptop with servers that hold the same bytes in memory, each in a process of its own.
 */
export const reads = (): Promise<Row[]> =>
  withTracker(async (tracker) => {
    const answers = await Promise.all([table, record, roster].map((path) => prepare(tracker, path)));
    const file = join(tracker.dataDir, 'answers.json');
    writeFileSync(file, JSON.stringify(answers));
    const beside: Program[] = [];
    const serving = async (name: string): Promise<Program> => {
      const program = await startProgram(new URL(`./servers/${name}.ts`, import.meta.url), { args: [file] });
      beside.push(program);
      return program;
    };
    try {
      const hono = await serving('hono');
      return await rowsOf(answers, {
        tracker,
        'bare hono': hono,
        fastify: await serving('fastify'),
        express: await serving('express'),
      });
    } finally {
      await Promise.all(beside.map((program) => program.stop()));
    }
  });

async function rowsOf(answers: Prepared[], servers: Servers): Promise<Row[]> {
  const [tableAnswer, recordAnswer, rosterAnswer] = answers;
  const { tracker, 'bare hono': hono } = servers;
  const two = { tracker, 'bare hono': hono };
  const unchanged = { 'if-none-match': tableAnswer?.etag ?? '' };
  return [
    ...(await compare(`status table, ${sizeOf(tableAnswer)}`, { path: table, status: 200 }, 0.7, servers)),
    ...(await compare(`one record, ${sizeOf(recordAnswer)}`, { path: record, status: 200 }, 0.7, two)),
    ...(await compare(`roster, ${sizeOf(rosterAnswer)}`, { path: roster, status: 200 }, 0.7, two)),
    ...(await compare('304', { path: table, status: 304, headers: unchanged }, 0.8, two)),
  ];
}

async function prepare(tracker: Program, path: string): Promise<Prepared> {
  const response = await fetch(`${tracker.url}${path}`);
  const { headers } = response;
  if (response.status !== 200) throw new Error(`${path} is answered with ${response.status}`);
  return {
    path,
    body: await response.text(),
    type: headers.get('content-type') ?? '',
    etag: headers.get('etag') ?? '',
  };
}

const sizeOf = (answer: Prepared | undefined): string =>
  `${(Buffer.byteLength(answer?.body ?? '') / 1024).toFixed(0)} KB`;

/** The target is against the second contender. */
async function compare(
  name: string,
  load: Load,
  target: number,
  servers: Record<string, Program>,
): Promise<Row[]> {
  for (const server of Object.values(servers)) await loadOn(server, load, warmUp);
  const cpu: Record<string, number[]> = {};
  const contenders = Object.entries(servers).map(([each, server]) => [
    each,
    async () => {
      const loaded = await loadOn(server, load, seconds);
      cpu[each] = [...(cpu[each] ?? []), loaded.cpu];
      return loaded.perSecond;
    },
  ]);
  const perSecond = await interleaved<Record<string, () => Promise<number>>>(
    Object.fromEntries(contenders),
    rounds,
  );
  const [ours = '', ...others] = Object.keys(servers);
  const rate = (each: string) => `${median(perSecond[each] ?? []).toFixed(0)}/s`;
  const used = (each: string) => `${median(cpu[each] ?? []).toFixed(0)} µs`;
  return others.flatMap((other, index) => {
    const ratio = pairedRatio(perSecond[ours] ?? [], perSecond[other] ?? []);
    const row = { name, ours: rate(ours), beside: `${other} ${rate(other)}` };
    if (index > 0) return [{ ...row, ratio }];
    const spent = pairedRatio(cpu[ours] ?? [], cpu[other] ?? []);
    return [
      { ...row, ...atLeast(ratio, target) },
      { name: `${name}: processor time`, ours: used(ours), beside: `${other} ${used(other)}`, ratio: spent },
    ];
  });
}
