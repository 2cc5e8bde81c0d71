import { DomainError } from '../../core/errors.ts';
import type { Catalogue, Viewpoint } from '../../core/law/holdings.ts';
import { viewState } from '../../core/law/state-view.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import type { Asked } from '../asking/asked.ts';
import { everyView } from '../asking/everyone.ts';
import { catalogueAt, viewpointOf } from '../asking/viewpoint.ts';
import { isTable, type TableName, tableNames, tables } from '../files/columns.ts';
import { type CsvRow, csvFile, ndjsonFile } from '../files/csv.ts';
import { actRow, instrumentRow, participantRow, participationRows, sourceRows } from '../files/rows.ts';

/** One table of the whole record, as CSV or NDJSON. */
export async function tableFile(asked: Asked, snapshot: Snapshot): Promise<File> {
  const [, table = '', form] = /^([a-z]+)\.(csv|ndjson)$/.exec(asked.params.file ?? '') ?? [];
  if (!isTable(table))
    throw new DomainError('not-found', `There is no file ${asked.params.file?.slice(0, 64)}.`);
  const rows = await rowsOf(table, asked, snapshot);
  return form === 'csv' ? csvFile(table, rows, table) : ndjsonFile(table, rows, table);
}

async function rowsOf(table: TableName, asked: Asked, snapshot: Snapshot): Promise<CsvRow[]> {
  const viewpoint = viewpointOf(asked);
  const catalogue = await catalogueAt(asked, snapshot, viewpoint);
  switch (table) {
    case 'participations':
      return (await everyView(asked, snapshot, viewpoint)).flatMap(participationRows);
    case 'acts':
      return allActs(catalogue, snapshot, viewpoint);
    case 'instruments':
      return [...catalogue.instruments.values()].map(instrumentRow);
    case 'participants':
      return [...catalogue.states.values()].map(participantRow);
    case 'sources':
      return [...catalogue.sources.values()].flatMap(sourceRows);
  }
}

/** States read at once. */
const atOnce = 16;

/** Every act with its text and sources. It reads State by State, because rosters lack these. */
async function allActs(
  catalogue: Catalogue,
  { holdings }: Pick<Snapshot, 'holdings'>,
  viewpoint: Viewpoint,
): Promise<CsvRow[]> {
  const codes = [...catalogue.states.values()].filter(({ tracked }) => tracked).map(({ code }) => code);
  const rows = new Map<string, CsvRow[]>();
  const rest = codes.values();
  const one = async () => {
    for (const code of rest) {
      const view = viewState(catalogue, await holdings(code), viewpoint);
      rows.set(
        code,
        [...view.under.values()].flatMap(({ actions }) => actions.map(actRow)),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return codes.flatMap((code) => rows.get(code) ?? []);
}

/** https://specs.frictionlessdata.io/data-package/ */
export const dataPackage = ({ deps, today }: Asked): File => ({
  type: 'application/json; charset=utf-8',
  name: 'datapackage.json',
  body: JSON.stringify({
    name: 'treaty-ratification-tracker',
    title: 'Treaty Ratification Tracker',
    description:
      'Which human rights treaties a State has signed, ratified, acceded to or left, since when, and how we know.',
    homepage: deps.publicUrl,
    version: deps.version,
    created: `${today}T00:00:00Z`,
    licenses: [{ name: 'Apache-2.0', path: 'https://www.apache.org/licenses/LICENSE-2.0' }],
    resources: tableNames.map((name) => ({
      name,
      description: tables[name].about,
      path: `${deps.publicUrl}/data/${name}.csv`,
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      schema: {
        fields: tables[name].columns.map(({ name: field, type, about }) => ({
          name: field,
          type,
          description: about,
        })),
        primaryKey: tables[name].key,
        missingValues: [''],
      },
    })),
  }),
});
