import { parseArgs } from 'node:util';
import { conditions, loadNow } from './running/conditions.ts';
import { endOnSignals } from './running/ending.ts';
import { interleaved } from './running/measure.ts';
import { familyOf } from './running/processes.ts';
import { type Receivers, startReceivers } from './running/receivers.ts';
import { countOf } from './running/settings.ts';
import { print, type Row } from './running/table.ts';
import { memory, type Tracker, withTracker } from './running/tracker.ts';
import { cpuOfEach, rowsBeside } from './webhook/beside.ts';
import { latestChange, sendStream, subscribeMany } from './webhook/stream.ts';
import { openSvix, type Sender, type Server } from './webhook/svix.ts';
import type { Load, Sent } from './webhook/throughput.ts';

const help = `Sends messages to endpoints with the laptop's whole system and with a Svix server that runs already, by turns, and prints
one table: medians, and the median of the turns' ratios. README.md beside this file tells how to start such a server.

  npm run bench:svix -- --url URL --token TOKEN --pids N,N,N

  --url URL      where the Svix server listens, such as http://127.0.0.1:8071
  --token TOKEN  what \`svix-server jwt generate\` prints
  --pids N,N,N   processes that serve there: Svix, Redis, and the first of PostgreSQL; those that come of them are counted too
  --messages N   20 unless told, each of what a change has here; fewer than 90, all turns together
  --endpoints N  200 unless told
  --turns N      3 unless told, after one to warm up
`;

type Asked = Load & { server: Server; turns: number };

/** Throws in one line where something is missing. */
function asked(): Asked | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      url: text,
      token: text,
      pids: text,
      messages: { ...text, default: '20' },
      endpoints: { ...text, default: '200' },
      turns: { ...text, default: '3' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return undefined;
  const { url, token, pids: list } = values;
  if (!url || !token || !list) throw new Error('--url, --token and --pids are needed');
  const pids = list.split(',').map((pid) => countOf('--pids', pid));
  const running = familyOf(pids).map(({ pid }) => pid);
  const gone = pids.find((pid) => !running.includes(pid));
  if (gone !== undefined) throw new Error(`there is no process ${gone}`);
  return {
    server: { url, token, pids },
    messages: countOf('--messages', values.messages),
    endpoints: countOf('--endpoints', values.endpoints),
    turns: countOf('--turns', values.turns),
  };
}

async function compare(asked: Asked): Promise<Row[]> {
  const receivers = await startReceivers();
  try {
    const svix = await openSvix(asked.server, receivers, asked.endpoints);
    try {
      return await withTracker((tracker) => compareWith({ tracker, svix, receivers }, asked), memory);
    } finally {
      await svix.close();
    }
  } finally {
    await receivers.stop();
  }
}

type Parties = { tracker: Tracker; svix: Sender; receivers: Receivers };

async function compareWith({ tracker, svix, receivers }: Parties, asked: Asked): Promise<Row[]> {
  const { turns, messages, endpoints } = asked;
  const load = { messages, endpoints };
  await subscribeMany(tracker, receivers, endpoints);
  const samples = { ours: [] as Sent[], svix: [] as Sent[] };
  const turn = (name: keyof typeof samples, send: () => Promise<Sent>) => async () => {
    const sent = await send();
    samples[name].push(sent);
    process.stderr.write(
      `  ${name}: ${sent.perSecond.toFixed(0)}/s, ${cpuOfEach(sent).toFixed(2)} ms each\n`,
    );
    return sent.perSecond;
  };
  const contenders = {
    ours: turn('ours', () => sendStream(tracker, receivers, load)),
    svix: turn('svix', async () => svix.send(load, await latestChange(tracker))),
  };
  for (const warmUp of Object.values(contenders)) await warmUp();
  for (const each of Object.values(samples)) each.pop();
  await interleaved(contenders, turns);
  const bytes = Buffer.byteLength(JSON.stringify(await latestChange(tracker)));
  return rowsBeside(samples, `${messages} messages of ${bytes} bytes to ${endpoints} endpoints`);
}

endOnSignals();
try {
  const wanted = asked();
  if (!wanted) process.stdout.write(help);
  else {
    const before = loadNow();
    process.stdout.write(`${print(await compare(wanted))}\n${conditions(before)}\n`);
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\nnpm run bench:svix -- --help tells more\n`);
  process.exitCode = 1;
}
process.exit();
