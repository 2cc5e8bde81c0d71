import type { Command } from 'commander';
import { DomainError } from '../../../functions/core/errors.ts';
import { backfillRosters } from '../../../functions/store/copy/backfill.ts';
import { markCopy, readCopy } from '../../../functions/store/copy/fork.ts';
import {
  announceMerge,
  beginImport,
  endImport,
  type Imported,
  importItems,
  isEmptyTable,
  mostImportedAtOnce,
  unfinishedImport,
} from '../../../functions/store/copy/import.ts';
import type { Db, Item } from '../../../functions/store/db.ts';
import type { Store } from '../../../functions/store/index.ts';
import { readHead } from '../../../functions/store/record/head.ts';
import { archivedItems, canonical, type Header, verifyArchive } from '../archive.ts';
import { type Common, located, now, teach, within } from '../command.ts';
import { isNowhere } from '../deployment/laptop.ts';
import { note, print, printJson, progress } from '../terminal.ts';

type Options = Common & { merge?: boolean; dryRun?: boolean };

export function importCommand(): Command {
  const command = teach('import', {
    summary: 'write an exported record into a table',
    description:
      'Verifies the whole file before anything is written, then writes its items: subscriptions before the changes, the head of the feed last. Stop everything else that writes to the table first. To finish an interrupted import, run it again with the same file. Keys are not in the file: issue new ones. A copy sends nothing until `ops subscriptions wake`, and its own changes have ids of their own. Deliveries that were waiting at the export are sent then, with the ids that receivers know.',
    touches: 'every item of the record; an empty table, or with --merge one of the same history.',
    examples: [
      'import backup.ndjson --dry-run',
      'import backup.ndjson             into a DATA_DIR that is empty or not there yet; then npm start',
      'import backup.ndjson --stage staging',
      'import backup.ndjson --merge     adds what the table lacks; what is newer there is kept',
    ],
  })
    .argument('<file>', 'what export wrote')
    .option('--merge', 'import into a table that has this record already, older, newer or with gaps')
    .option('--dry-run', 'verify and compare, write nothing')
    .option('--json', 'report as JSON');
  return located(command).action(async (file: string, options: Options) => {
    if (options.dryRun && (await isNowhere(options))) return verifyOnly(file);
    await within(options, ({ db, store }) => importFrom(file, db, store, options), { creates: true });
  });
}

/** Looks at the file only; it creates no table either. */
async function verifyOnly(file: string): Promise<void> {
  const { items, sequence } = await verifyArchive(file, () => undefined);
  note(`${file} is whole: ${items} items, through change ${sequence}.`);
  print(`It may be imported: there is no laptop here yet, and import makes one. Nothing was written.`);
}

async function importFrom(file: string, db: Db, store: Store, options: Options): Promise<void> {
  const head = await readHead(db);
  let shared: Item | undefined;
  let subscriptions = 0;
  const archive = await verifyArchive(file, (item) => {
    if (isChange(item) && item.body?.sequence <= head.sequence) shared = item;
    if (isSubscription(item)) subscriptions += 1;
  });
  note(`${file} is whole: ${archive.items} items, through change ${archive.sequence}.`);
  await admit(db, archive, options);
  if (options.merge) await refuseOtherHistory(store, archive, head.sequence, shared);
  if (options.dryRun) return print('It may be imported; nothing was written.');
  if (head.sequence === 0) await markCopy(db, now());
  await beginImport(db, archive.sha256, now());
  const report = await writeItems(db, file, archive, options);
  if (options.merge && report.added > 0) await announceMerge(db);
  await endImport(db);
  await backfillRosters(db);
  if (options.json) return printJson({ file, sequence: archive.sequence, ...report });
  print(
    `Imported ${report.added} items; ${report.same} were there already, ${report.other} kept as they stood.`,
  );
  if ((await readCopy(db))?.wokenAt === null) print(sleeping(subscriptions));
}

/** Refuses a table that holds anything, except what an interrupted import of this file left there. */
async function admit(db: Db, { sha256 }: { sha256: string }, { merge }: Options): Promise<void> {
  const unfinished = await unfinishedImport(db);
  if (unfinished?.checksum === sha256) return note(`Finishing the import begun at ${unfinished.startedAt}.`);
  if (unfinished)
    throw new DomainError(
      'conflict',
      `An import of another file (SHA-256 ${unfinished.checksum}) was interrupted here; finish that one, or use a new table.`,
    );
  if (!merge && !(await isEmptyTable(db)))
    throw new DomainError(
      'conflict',
      `Table ${db.table} is not empty; import into a new one (on a laptop, another DATA_DIR that need not be there yet: npm start fills one by itself), or give --merge if it holds this record.`,
    );
}

/**
 * Refuses a file of another record. Two histories that share one change share all before it, because each
 * change has its sequence and its instant of commit.
 */
async function refuseOtherHistory(
  store: Store,
  { sequence }: Header,
  tableSequence: number,
  shared: Item | undefined,
): Promise<void> {
  const last = Math.min(sequence, tableSequence);
  const change = last > 0 ? await store.changes.get(last) : undefined;
  if (change === undefined || canonical(change) === canonical(shared?.body)) return;
  throw new DomainError(
    'conflict',
    `The file and the table have different histories: change ${last} differs. Import into an empty table.`,
  );
}

const isSubscription = ({ pk, sk }: Item): boolean => String(pk).startsWith('SUBSCRIPTION#') && sk === 'META';

/** Says that the copy sends nothing, because it must not tell subscribers what the original tells them. */
function sleeping(subscriptions: number): string {
  const count = subscriptions === 1 ? '1 subscription' : `${subscriptions} subscriptions`;
  return `${count} came with it. Nothing is sent from this copy until: npm run ops -- subscriptions wake. Receivers will verify it only if this place has the original's master secret (runbook, Restore drill).`;
}

const isChange = ({ pk }: Item): boolean => String(pk).startsWith('CHANGE#');

async function writeItems(db: Db, file: string, { items }: Header, { merge }: Options) {
  const report: Record<Imported, number> = { added: 0, same: 0, other: 0 };
  const tell = progress('Importing:');
  let done = 0;
  for await (const group of grouped(archivedItems(file))) {
    const head = group.find(isHead);
    if (head && !merge) await refuseWriters(db, head);
    const outcomes = await importItems(db, group);
    for (const [at, item] of group.entries()) {
      const outcome = outcomes[at] ?? 'other';
      if (outcome === 'other' && !merge) throw overwritten(item);
      report[outcome] += 1;
    }
    done += group.length;
    tell(done, items);
  }
  return report;
}

/** Characters of a group of items, because a transaction takes 4 MB. */
const longestGroup = 1_000_000;

/** Groups of items to write together, in the file's order; the head of the feed comes alone. */
async function* grouped(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let group: Item[] = [];
  let length = 0;
  for await (const item of items) {
    const own = JSON.stringify(item).length;
    const isFull = group.length === mostImportedAtOnce || length + own > longestGroup;
    if (group.length > 0 && (isFull || isHead(item))) {
      yield group;
      [group, length] = [[], 0];
    }
    group.push(item);
    length += own;
  }
  yield group;
}

const isHead = ({ pk, sk }: Item): boolean => pk === 'FEED' && sk === 'HEAD';

async function refuseWriters(db: Db, { body }: Item): Promise<void> {
  const head = await readHead(db);
  if (head.revision > 0 && canonical(head) !== canonical(body)) throw overwritten({ pk: 'FEED', sk: 'HEAD' });
}

const overwritten = ({ pk, sk }: Item): DomainError =>
  new DomainError(
    'conflict',
    `Another item is at ${pk} ${sk}: the table was written to during the import. Begin again with a new table.`,
  );
