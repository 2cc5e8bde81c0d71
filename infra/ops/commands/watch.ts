import type { Command } from 'commander';
import { Day } from '../../../functions/core/calendar.ts';
import { Refusal } from '../../local/refusal.ts';
import { type Common, located, refuseArgument, teach, within } from '../command.ts';
import { fallsShort } from '../surroundings.ts';
import { note, print, printJson } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { keepObserved } from '../watching/observing.ts';
import { readAndCompare } from '../watching/reading-files.ts';
import { withRecord } from '../watching/record-of.ts';
import { type RoundOptions, runRound } from '../watching/round.ts';
import { showStatus } from '../watching/status.ts';
import { asJson, asLines, type ToldReading } from '../watching/told.ts';

type Options = Common & { dryRun?: boolean; asAt?: Day; against?: string };

export function watchCommand(): Command {
  const command = teach('watch', {
    summary: 'read what depositaries publish',
    description: 'Reads the documents of depositaries and compares them with the record.',
    touches: 'see each of its commands.',
    examples: ['watch read IV-4.html --dry-run', 'watch status', 'watch run --contact you@example.org'],
  });
  for (const one of [readCommand(), statusCommand(), runCommand()]) command.addCommand(one);
  return command;
}

function readCommand(): Command {
  const command = teach('read', {
    summary: 'read saved pages and files of depositaries',
    description:
      'Takes status pages (HTML) and status files (XML) of the UN Treaty Collection, NORMLEX pages of one convention (11300) and its matrix (10011, HTML or CSV), also of instruments that are not on record. Says whether each adds up, and where it differs from the record: the named deployment’s, or this laptop’s, or else the seeds’. Exits with 1 unless all add up, and all are kept if they are to be.',
    touches:
      'proposals and the reading, unless --dry-run: acts are recorded only when somebody accepts a proposal.',
    examples: [
      'watch read saved/IV-4.html --dry-run',
      'watch read saved/*.html --dry-run --json > readings.json',
      'watch read IV-5.html --against IV-5.en.xml --dry-run',
      'watch read IV-5.en.xml --as-at 2018-01-15 --stage prod',
    ],
  })
    .argument('<file...>', 'saved documents; - is standard input')
    .option('--dry-run', 'read and compare, write nothing')
    .option('--as-at <day>', 'the day that they speak for, if they bear none', dayOption)
    .option('--against <file>', 'compare with another saved document instead of the record')
    .option('--json', 'readings and differences as JSON: one object for one file, else a list');
  return located(command).action((files: string[], options: Options) => read(files, options));
}

function statusCommand(): Command {
  const command = teach('status', {
    summary: 'show the state of each document',
    description:
      'Shows for each instrument the day that its last whole reading speaks for, when the next look is due, and why the last one failed.',
    touches: 'nothing.',
    examples: ['watch status', 'watch status --json --stage prod'],
  }).option('--json', 'as JSON');
  return located(command).action((options: Options) =>
    within(options, (deployment) => showStatus(deployment, options)),
  );
}

function runCommand(): Command {
  const command = teach('run', {
    summary: 'look at the documents now',
    description:
      'Makes a round of the watch now: every document not read in the last 20 hours, one request at a time to each host, 5 seconds apart, as hosts’ robots.txt allows. Ctrl+C ends after the document under way.',
    touches:
      'readings and proposals; with --watch-records also plain new acts that two readings, an hour or more apart, agree on.',
    examples: ['watch run --contact you@example.org', 'watch run --contact ops@example.org --stage prod'],
  })
    .requiredOption('--contact <mail>', 'a mail address for depositaries, sent with each request')
    .option('--watch-records', 'record plain new acts that two readings agree on')
    .option('--json', 'the outcome as JSON');
  return located(command).action((options: Options & RoundOptions) =>
    within(options, (deployment) => runRound(deployment, options)),
  );
}

const dayOption = (value: string): Day =>
  Day.safeParse(value).data ?? refuseArgument('A day such as 2018-01-15 is expected.');

async function read(files: string[], { asAt, against, json, dryRun, ...where }: Options): Promise<void> {
  if (against && !dryRun) throw new UsageError('--against compares two documents: give --dry-run with it.');
  const asking = { ...(asAt && { asAt }), ...(against && { against }) };
  const all: ToldReading[] = [];
  await withRecord(where, async (record) => {
    const { deployment } = record;
    if (!dryRun && !deployment)
      throw new Refusal('There is no laptop here to write to: give --dry-run, or --stage <name>.');
    for (const file of files) {
      const compared = await readAndCompare(file, record, asking);
      const { bytes: _, ...shown } = compared;
      const told =
        dryRun || !deployment ? shown : { ...shown, ...(await keepObserved(deployment, compared)) };
      all.push(told);
      if (told.missing) note(told.reading.reasons.join(' '));
      else if (!json) for (const line of asLines(told)) print(line);
    }
  });
  if (all.some((told) => !told.reading.whole || 'left' in told)) fallsShort();
  if (json) printJson(all.length === 1 && all[0] ? asJson(all[0]) : all.map(asJson));
}
