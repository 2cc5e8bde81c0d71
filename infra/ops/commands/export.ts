import { access } from 'node:fs/promises';
import type { Command } from 'commander';
import { exportItems, RecordMoved } from '../../../functions/store/copy/export.ts';
import type { Db } from '../../../functions/store/db.ts';
import { Refusal } from '../../local/refusal.ts';
import { writeArchive } from '../archive.ts';
import { type Common, located, teach, within } from '../command.ts';
import { note, print, printJson } from '../terminal.ts';

type Options = Common & { force?: boolean };

export function exportCommand(): Command {
  const command = teach('export', {
    summary: 'write the whole record to a file',
    description:
      'Writes every item of the record as NDJSON: instruments and sources with all their versions, States, acts, checks, participations, changes, subscriptions and their deliveries; a header with counts, a last line with the SHA-256 of the rest. The same record always makes the same file. API keys are left out, so that no backup holds a credential: issue new ones after an import. So are answers kept for Idempotency-Keys, which last a day.',
    touches:
      'nothing; it reads the whole table, twice. The file is readable to you alone: subscriptions name people.',
    examples: ['export record.ndjson', 'export backup.ndjson --stage prod --json'],
  })
    .argument('<file>', 'the file to write; it gets this name only when complete')
    .option('--force', 'replace an existing file')
    .option('--json', 'report as JSON');
  return located(command).action((file: string, options: Options) =>
    within(options, async ({ db }) => {
      if (!options.force) await refuseExisting(file);
      const { sha256, items, sequence, counts } = await exportTo(db, file);
      if (options.json) return printJson({ file, items, sequence, counts, sha256 });
      print(`Exported ${items} items, through change ${sequence}, to ${file}.`);
      print(`SHA-256 of its lines but the last: ${sha256}`);
    }),
  );
}

const tries = 5;

/** Exports, and begins again if a write was committed meanwhile, because a file holds one revision. */
async function exportTo(db: Db, file: string) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeArchive(file, exportItems(db), tell);
    } catch (error) {
      if (!(error instanceof RecordMoved)) throw error;
      if (attempt === tries)
        throw new Refusal(
          `The record was written to during each of ${tries} tries; try again at a quieter hour.`,
        );
      note(`The record moved ${error.message}; beginning again.`);
    }
  }
}

const tell = (count: number): void => {
  if (count % 1000 === 0) note(`Exporting: ${count} items`);
};

async function refuseExisting(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) throw new Refusal(`${file} exists already; name another file, or give --force.`);
}
