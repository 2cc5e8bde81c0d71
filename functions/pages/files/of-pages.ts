import type { StateView } from '../../core/law/state-view.ts';
import { actRow } from '../../core/tables/act-row.ts';
import { participationRow, participationRows } from '../../core/tables/participation-row.ts';
import type { Row } from '../../core/tables/row.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import type { Asked } from '../asking/asked.ts';
import { everyStand, viewsUnder } from '../asking/everyone.ts';
import { catalogueAt, viewOf, viewpointOf } from '../asking/viewpoint.ts';
import { boardOf, passesFilters, requireSubject, rowsOf } from '../board/view.ts';
import { comparedBy } from '../compare/asked.ts';
import { countsOf, type ShownCounts } from '../instruments/view.ts';
import { unknownInstrument } from '../story/page.ts';
import { csvFile } from './csv.ts';
import { instrumentRow, participantRow } from './rows.ts';

const nameIn = (asked: Asked, name: string): string => (asked.params[name] ?? '').replace(/\.csv$/, '');

/** The rows of a State that pass a page's filters. */
const fitting = (view: StateView, ids: ReadonlySet<string>): Row[] =>
  participationRows(view).filter(({ instrument }) => ids.has(String(instrument)));

/** The front page's rows, in its order and with its filters. */
export async function boardCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const { source, state } = requireSubject(snapshot.catalogue);
  const view = await viewOf(asked, snapshot, state, viewpointOf(asked));
  const rows = boardOf(view, view, source).rows.filter(passesFilters(asked.query));
  const own = participationRows(view);
  const inOrder = rows.flatMap((row) => own.filter(({ instrument }) => instrument === row.instrument.id));
  return csvFile('participations', inOrder, 'board');
}

/** A State under every instrument, with the filters of its page. */
export async function stateCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const code = nameIn(asked, 'file');
  const view = await viewOf(asked, snapshot, code, viewpointOf(asked));
  const rows = rowsOf(view, view).filter((row) => passesFilters(asked.query)({ ...row, called: 'not' }));
  return csvFile('participations', fitting(view, new Set(rows.map(({ instrument }) => instrument.id))), code);
}

export async function storyCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const id = nameIn(asked, 'file');
  const { state = '' } = asked.params;
  const view = await viewOf(asked, snapshot, state, viewpointOf(asked));
  const under = view.under.get(id);
  if (!under) throw unknownInstrument(id);
  const done = under.actions.filter(({ doneOn }) => doneOn <= view.asOf);
  return csvFile('acts', done.map(actRow), `${state}-${id}`);
}

export async function rosterCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const id = nameIn(asked, 'file');
  const views = await viewsUnder(asked, snapshot, id, viewpointOf(asked));
  const rows = views.flatMap((view): Row[] => {
    const under = view.under.get(id);
    return under ? [participationRow(view, under)] : [];
  });
  if (rows.length === 0) throw unknownInstrument(id);
  return csvFile('participations', rows, id);
}

export async function compareCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const { views, instruments } = await comparedBy(asked, snapshot);
  const wanted = new Set(instruments.map(({ id }) => id));
  return csvFile(
    'participations',
    views.flatMap((view) => fitting(view, wanted)),
    'compare',
  );
}

const countCells = (counts: ShownCounts): Row => ({
  party: counts.party,
  contractingState: counts['contracting-state'],
  signatory: counts.signatory,
  noAction: counts['no-action'],
  formerParty: counts['former-party'],
  notLookedAt: counts['not-looked-at'],
});

export async function statesCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const stands = await everyStand(asked, snapshot, viewpointOf(asked));
  const rows = stands.map(({ state, shown }) => ({
    ...participantRow(state),
    ...countCells(countsOf([...shown.values()])),
  }));
  return csvFile('states', rows, 'states');
}

export async function instrumentsCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const viewpoint = viewpointOf(asked);
  const stands = await everyStand(asked, snapshot, viewpoint);
  const { instruments } = await catalogueAt(asked, snapshot, viewpoint);
  const rows = [...instruments.values()].map((instrument) => {
    const shown = stands.flatMap((stand) => stand.shown.get(instrument.id) ?? []);
    return { ...instrumentRow(instrument), ...countCells(countsOf(shown)) };
  });
  return csvFile('treaties', rows, 'treaties');
}
