import { DomainError } from '../../core/errors.ts';
import type { Catalogue, Viewpoint } from '../../core/law/holdings.ts';
import { viewState } from '../../core/law/state-view.ts';
import { type FormName, forms } from '../../core/tables/forms.ts';
import { actLines } from '../../core/tables/lines.ts';
import { participationRows } from '../../core/tables/participation-row.ts';
import type { Row } from '../../core/tables/row.ts';
import { packed } from '../../lib/http/packing.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import type { Asked } from '../asking/asked.ts';
import { everyView } from '../asking/everyone.ts';
import { catalogueAt, viewpointOf } from '../asking/viewpoint.ts';
import { isTable, namesOf, type TableName, tableNames, tables } from '../files/columns.ts';
import { instrumentRow, participantRow, sourceRows } from '../files/rows.ts';
import { participationLines } from './lines.ts';

/** One table of the whole record, as CSV or NDJSON. */
export async function tableFile(asked: Asked, snapshot: Snapshot): Promise<File> {
  const [, table = '', name = ''] = /^([a-z]+)\.(csv|ndjson)$/.exec(asked.params.file ?? '') ?? [];
  if (!isTable(table) || !isForm(name))
    throw new DomainError('not-found', `There is no file ${asked.params.file?.slice(0, 64)}.`);
  const { type, begin } = forms[name];
  const lines = await linesOf(table, name, asked, snapshot);
  return {
    type,
    name: `${table}.${name}`,
    about: `/data#${table}`,
    ...(await packed([begin(namesOf(table)), ...lines])),
  };
}

const isForm = (name: string): name is FormName => Object.hasOwn(forms, name);

/** What is known now is in the edition; what was known earlier is folded. */
async function linesOf(
  table: TableName,
  name: FormName,
  asked: Asked,
  snapshot: Snapshot,
): Promise<string[]> {
  const viewpoint = viewpointOf(asked);
  const catalogue = await catalogueAt(asked, snapshot, viewpoint);
  const isOfNow = viewpoint.knownAt === undefined;
  switch (table) {
    case 'participations':
      if (isOfNow) return participationLines(name, snapshot, viewpoint.asOf);
      return inLines(table, name, (await everyView(asked, snapshot, viewpoint)).flatMap(participationRows));
    case 'acts':
      return isOfNow ? snapshot.actLines(name) : actsKnown(name, catalogue, snapshot, viewpoint);
    case 'instruments':
      return inLines(table, name, [...catalogue.instruments.values()].map(instrumentRow));
    case 'participants':
      return inLines(table, name, [...catalogue.states.values()].map(participantRow));
    case 'sources':
      return inLines(table, name, [...catalogue.sources.values()].flatMap(sourceRows));
  }
}

function inLines(table: TableName, name: FormName, rows: readonly Row[]): string[] {
  const names = namesOf(table);
  const { line, cells } = forms[name];
  return rows.map((row) => line(cells(names, row)));
}

/** States read at once. */
const atOnce = 16;

/** Every act with its text and sources. It reads State by State, because rosters lack these. */
async function actsKnown(
  name: FormName,
  catalogue: Catalogue,
  { holdings }: Pick<Snapshot, 'holdings'>,
  viewpoint: Viewpoint,
): Promise<string[]> {
  const codes = [...catalogue.states.values()].filter(({ tracked }) => tracked).map(({ code }) => code);
  const lines = new Map<string, string>();
  const rest = codes.values();
  const one = async () => {
    for (const code of rest)
      lines.set(code, actLines(name, viewState(catalogue, await holdings(code), viewpoint)));
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return codes.map((code) => lines.get(code) ?? '');
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
