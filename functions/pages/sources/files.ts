import type { Source } from '../../core/source.ts';
import type { Row } from '../../core/tables/row.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import type { Asked } from '../asking/asked.ts';
import { catalogueAt, viewpointOf } from '../asking/viewpoint.ts';
import { csvFile } from '../files/csv.ts';
import { heededOf } from './list.ts';
import { type Calls, progressOf, sourceCalled } from './view.ts';

/** Every document, with the outcome of its named calls. */
export async function sourcesCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const { sources } = await catalogueAt(asked, snapshot, viewpointOf(asked));
  const rows = [...sources.values()].map(async (source) =>
    documentRow(source, await progressOf(asked, snapshot, source)),
  );
  return csvFile('documents', await Promise.all(rows), 'documents');
}

function documentRow(source: Source, calls: readonly Calls[]): Row {
  const { heeded, total } = heededOf(calls);
  return {
    source: source.id,
    title: source.title,
    author: source.author,
    addressee: source.addressee,
    on: source.on,
    symbol: source.symbol,
    url: source.url,
    states: calls.map(({ code }) => code).join('; '),
    named: total,
    heeded,
  };
}

/** Each call of a document, with its outcome. */
export async function sourceCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const id = (asked.params.file ?? '').replace(/\.csv$/, '');
  const source = await sourceCalled(asked, snapshot, id);
  const calls = await progressOf(asked, snapshot, source);
  return csvFile(
    'calls',
    calls.flatMap(({ progress }) => progress.data.map(callRow(source))),
    id,
  );
}

const callRow =
  ({ id, urgings }: Source) =>
  ({ heededBy, ...call }: Calls['progress']['data'][number]): Row => ({
    source: id,
    urging: call.urging,
    state: call.state,
    instrument: call.instrument,
    kind: call.kind,
    territory: call.territory,
    paragraph: call.paragraph,
    wording: call.wording,
    response: urgings.find((urging) => urging.id === call.urging)?.response,
    statusThen: call.statusThen,
    statusNow: call.statusNow,
    heeded: call.heeded,
    heededByKind: heededBy?.kind,
    heededByOn: heededBy?.on,
    evidenceThrough: call.evidenceThrough,
  });
