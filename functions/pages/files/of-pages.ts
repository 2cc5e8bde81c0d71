import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Asked } from '../asking/asked.ts';
import { everyView } from '../asking/everyone.ts';
import { asOfDay, viewOf, viewpointOf } from '../asking/viewpoint.ts';
import { permanentMembers } from '../compare/sets.ts';
import type { File } from '../routes.ts';
import { noInstrument } from '../story/page.ts';
import { csvFile, type Row } from './csv.ts';
import { actRow, instrumentRow, participantRow, participationRow, participationRows } from './rows.ts';

const nameIn = (asked: Asked, name: string): string => (asked.params[name] ?? '').replace(/\.csv$/, '');

const wanted = (text: string | undefined): Set<string> =>
  new Set((text ?? '').split(/[\s,;]+/).filter(Boolean));

/** A State under every instrument, with the filters of its page. */
export async function stateCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const code = nameIn(asked, 'file');
  const view = await viewOf(asked, snapshot, code, viewpointOf(asked));
  const { status, depositary } = asked.query;
  const rows = [...view.under.values()]
    .filter(({ instrument }) => !depositary || instrument.depositary === depositary)
    .map((under) => participationRow(view, under));
  return csvFile('participations', status ? rows.filter((row) => row.status === status) : rows, code);
}

/** The acts of a State under one instrument. */
export async function storyCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const id = nameIn(asked, 'file');
  const { state = '' } = asked.params;
  const view = await viewOf(asked, snapshot, state, viewpointOf(asked));
  const under = view.under.get(id);
  if (!under) throw noInstrument(id);
  const done = under.actions.filter(({ doneOn }) => doneOn <= view.asOf);
  return csvFile('acts', done.map(actRow), `${state}-${id}`);
}

/** Every State under one instrument. */
export async function rosterCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const id = nameIn(asked, 'file');
  if (!snapshot.catalogue.instruments.has(id)) throw noInstrument(id);
  const views = await everyView(snapshot, { asOf: asOfDay(asked) });
  const rows = views.flatMap((view): Row[] => {
    const under = view.under.get(id);
    return under ? [participationRow(view, under)] : [];
  });
  return csvFile('participations', rows, id);
}

export async function compareCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const states = wanted(asked.query.states ?? permanentMembers.join(','));
  const instruments = wanted(asked.query.instruments);
  const known = [...states].filter((code) => snapshot.catalogue.states.has(code));
  const views = await Promise.all(
    known.map((code) => viewOf(asked, snapshot, code, { asOf: asOfDay(asked) })),
  );
  const rows = views.flatMap(participationRows);
  const asks = ({ instrument }: Row) => instruments.size === 0 || instruments.has(String(instrument));
  return csvFile('participations', rows.filter(asks), 'compare');
}

export const statesCsv = (_: Asked, { catalogue }: Snapshot): File =>
  csvFile('participants', [...catalogue.states.values()].map(participantRow), 'states');

export const instrumentsCsv = (_: Asked, { catalogue }: Snapshot): File =>
  csvFile('instruments', [...catalogue.instruments.values()].map(instrumentRow), 'instruments');
