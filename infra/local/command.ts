import { createLog } from '../../functions/lib/log.ts';
import { collectGarbage } from './heap.ts';
import { type Laptop, startLaptop } from './laptop.ts';
import { Refusal } from './refusal.ts';
import { help, readSettings, type Settings } from './settings.ts';

/** What people read goes to standard output, what programs read to standard error. */
const log = createLog({ write: (line) => process.stderr.write(`${line}\n`) });

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings === 'help') {
    process.stdout.write(help);
    return;
  }
  const laptop = await startLaptop({ ...settings, log });
  collectGarbage();
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

function welcome({ url, editorKey, isFirst }: Laptop, { dataDir }: Settings): string {
  return `The Treaty Ratification Tracker is at ${url}

  The record of China under the twelve treaties of the letter of 29 April 2019:
    curl '${url}/v1/states/CHN/progress?source=ohchr-2019-04-29'
  One treaty, as it stood on a day:
    curl '${url}/v1/states/CHN/participations/ilo-c029?asOf=2023-08-11'
  Everything the API does:
    ${url}/docs

  ${isFirst ? `Your key, for whatever writes: ${editorKey}` : 'Your key, for whatever writes, is the one from the first start'}
  It is kept in ${dataDir}/editor-key. Stop with Ctrl+C; the record stays in ${dataDir}.
`;
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Refusal ? message : `The tracker did not start: ${message}`}\n`);
  process.exit(1);
});
