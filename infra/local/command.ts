import { createLog, type Log } from '../../functions/lib/log.ts';
import { visible } from '../visible.ts';
import type { Laptop } from './laptop.ts';
import { Refusal } from './refusal.ts';
import { help, readSettings, type Settings } from './settings.ts';
import { createTeller } from './terminal-log.ts';

/** Makes the log for standard error; instructions go to standard output. */
function logTo({ log = process.stderr.isTTY ? 'text' : 'json' }: Settings): Log {
  const say = log === 'json' ? visible : createTeller();
  return createLog({
    write: (line) => {
      const said = say(line);
      if (said !== undefined) process.stderr.write(`${said}\n`);
    },
  });
}

/** Ignores a log without room, because `/health` reports a full disk and the service need not stop. */
function outlastFullDisk({ stdout, stderr }: NodeJS.Process): void {
  for (const stream of [stdout, stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOSPC' && error.code !== 'EDQUOT') throw error;
    });
}

async function main(): Promise<void> {
  outlastFullDisk(process);
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings === 'help') {
    process.stdout.write(help);
    return;
  }
  /** Loads the rest only now, because help and refused settings should be said at once. */
  const { startLaptop } = await import('./laptop.ts');
  const laptop = await startLaptop({ ...settings, log: logTo(settings) });
  const end = endOnce(laptop);
  const onSignal = () => end(0, 'Ending what is under way …');
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  laptop.broken.then((reason) => end(1, reason));
  process.stdout.write(welcome(laptop, settings));
}

function endOnce(laptop: Laptop): (code: number, reason: string) => void {
  let isEnding = false;
  return async (code, reason) => {
    if (isEnding) return;
    isEnding = true;
    (code === 0 ? process.stdout : process.stderr).write(`${reason}\n`);
    await laptop.stop();
    process.exit(code);
  };
}

function welcome(laptop: Laptop, { dataDir }: Settings): string {
  const { url } = laptop;
  return `The Treaty Ratification Tracker is at ${url}

  What became of the letter of 29 April 2019, to look at:
    ${url}/
  The same for programs:
    curl '${url}/v1/states/CHN/progress?source=ohchr-2019-04-29'
  One treaty, as it stood on a day:
    curl '${url}/v1/states/CHN/participations/ilo-c029?asOf=2023-08-11'
  Everything the API does:
    ${url}/docs

  ${aboutKey(laptop, `${dataDir}/editor-key`)}
  Stop with Ctrl+C; the record stays in ${dataDir}.
`;
}

/** Shows the key only on a terminal, because other output is kept and read by others. */
function aboutKey({ editorKey, isFirst }: Laptop, file: string): string {
  if (isFirst && process.stdout.isTTY)
    return `Your key, for whatever writes: ${editorKey}\n  It is kept in ${file}.`;
  return `Your key, for whatever writes, is kept in ${file}${isFirst ? '' : ' since the first start'}.`;
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Refusal ? message : `The tracker did not start: ${message}`}\n`);
  process.exit(1);
});
