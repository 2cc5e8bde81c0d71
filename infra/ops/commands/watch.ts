import type { Command } from 'commander';
import { Day } from '../../../functions/core/calendar.ts';
import { Refusal } from '../../local/refusal.ts';
import { type Common, located, refuseArgument, teach } from '../command.ts';
import { print, printJson } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { keepObserved } from '../watching/observing.ts';
import { readAndCompare } from '../watching/reading-files.ts';
import { withRecord } from '../watching/record-of.ts';
import { asJson, asLines, type Told } from '../watching/told.ts';

type Options = Common & { dryRun?: boolean; asAt?: Day; against?: string };

export function watchCommand(): Command {
  const command = teach('watch', {
    summary: 'read what depositaries publish',
    description: 'Reads the documents of depositaries and compares them with the record.',
    touches: 'see each of its commands.',
    examples: ['watch read IV-4.html --dry-run'],
  });
  command.addCommand(readCommand());
  return command;
}

function readCommand(): Command {
  const command = teach('read', {
    summary: 'read saved pages and files of depositaries',
    description:
      'Takes status pages (HTML) and status files (XML) of the UN Treaty Collection, NORMLEX pages of one convention (11300) and its matrix (10011, HTML or CSV), also of instruments that are not on record. Says whether each adds up, and where it differs from the record: that of the deployment named, of the laptop here, or of the seeds where there is none.',
    touches:
      'proposals and the reading, unless --dry-run: acts are recorded only when somebody accepts a proposal.',
    examples: [
      'watch read saved/IV-4.html --dry-run',
      'watch read saved/*.html --dry-run --json > readings.json',
      'watch read IV-5.html --against IV-5.en.xml --dry-run',
      'watch read IV-5.en.xml --as-at 2018-01-15 --stage prod',
    ],
  })
    .argument('<file...>', 'saved documents')
    .option('--dry-run', 'read and compare, write nothing')
    .option('--as-at <day>', 'the day that they speak for, where they bear none', dayOption)
    .option('--against <file>', 'compare with another saved document instead of the record')
    .option('--json', 'readings and differences as JSON: one object for one file, else a list');
  return located(command).action((files: string[], options: Options) => read(files, options));
}

const dayOption = (value: string): Day =>
  Day.safeParse(value).data ?? refuseArgument('A day such as 2018-01-15 is expected.');

async function read(files: string[], { asAt, against, json, dryRun, ...where }: Options): Promise<void> {
  if (against && !dryRun) throw new UsageError('--against compares two documents: give --dry-run with it.');
  const asking = { ...(asAt && { asAt }), ...(against && { against }) };
  const all: Told[] = [];
  await withRecord(where, async (record) => {
    const { deployment } = record;
    if (!dryRun && !deployment)
      throw new Refusal('There is no laptop here to write to: give --dry-run, or say where.');
    for (const file of files) {
      const compared = await readAndCompare(file, record, asking);
      const told =
        dryRun || !deployment ? compared : { ...compared, ...(await keepObserved(deployment, compared)) };
      all.push(told);
      if (!json) for (const line of asLines(told)) print(line);
    }
  });
  if (json) printJson(all.length === 1 && all[0] ? asJson(all[0]) : all.map(asJson));
}
