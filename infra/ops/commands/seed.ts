import type { Command } from 'commander';
import { backfillRosters } from '../../../functions/store/copy/backfill.ts';
import { markSchemaVersion } from '../../../functions/store/copy/import.ts';
import { digestOfSeeds } from '../../../seeds/digest.ts';
import { readSeeds } from '../../../seeds/format.ts';
import { loadSeeds } from '../../../seeds/load.ts';
import { urgingsNotLookedAt } from '../../../seeds/not-looked-at.ts';
import { requireRightClock } from '../clock.ts';
import { type Common, located, now, teach, within } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { note, print, printJson, progress } from '../terminal.ts';

type Options = Common & { dryRun?: boolean };

export function seedCommand(): Command {
  const command = teach('seed', {
    summary: 'load the seeds into the record',
    description:
      'Brings the record up to seeds/: adds what is missing, corrects what the seeds now state otherwise, leaves what somebody else has revised, and deletes nothing.',
    touches:
      'instruments, sources, States, acts and checks; one dataset.imported change announces all of it.',
    examples: ['seed --dry-run', 'seed --stage prod'],
  })
    .option('--dry-run', 'compare and report, write nothing')
    .option('--json', 'report as JSON');
  return located(command).action((options: Options) =>
    within(options, (deployment) => seed(deployment, options), { creates: !options.dryRun }),
  );
}

async function seed({ store, db, url }: Deployment, { dryRun = false, json }: Options) {
  if (!dryRun) await requireRightClock({ url });
  if (!dryRun) await markSchemaVersion(db);
  if (!dryRun) await backfillRosters(db);
  const seeds = await readSeeds();
  const notLookedAt = urgingsNotLookedAt(seeds);
  const report = await loadSeeds({ store, now, seeds, dryRun, progress: progress('Seeds:') });
  if (!dryRun) await store.seeded.keep(await digestOfSeeds());
  for (const { seed: entry, why } of report.leftAlone) note(`Left alone: ${entry}: ${why}`);
  for (const { source, state, instrument } of notLookedAt)
    note(
      `Not looked at: ${source} calls on ${state} under ${instrument}, and nothing says what it has done: add acts or a check to states/${state}.json.`,
    );
  if (json) return printJson({ dryRun, ...report, notLookedAt });
  const { added, corrected, unchanged, leftAlone, sequences } = report;
  const verb = dryRun ? 'Would add' : 'Added';
  print(
    `${verb} ${added}, correct${dryRun ? '' : 'ed'} ${corrected}, unchanged ${unchanged}, left alone ${leftAlone.length}.`,
  );
  if (sequences) print(`Announced as one import: changes ${sequences.from} to ${sequences.to}.`);
}
