import { type Action, contentOf, isRetraction } from '../action.ts';
import type { Instrument } from '../instrument.ts';
import type { Irregular } from '../irregular.ts';
import type { StatusMove } from '../law/moves.ts';
import { irregularityIn } from '../law/regularity.ts';
import type { StateView } from '../law/state-view.ts';
import { urgedBy, urgingsUpon } from '../law/urging.ts';
import type { Source } from '../source.ts';
import type { ChangeType, NewChange } from './change.ts';
import { type Changed, changedBy } from './changed.ts';

/** What a change under one instrument tells: the State after it, and the version it brings. */
export type Scene = { view: StateView; instrument: Instrument; version: number; publicUrl: string };

/** The change that announces a recorded action: an act, an amendment or a retraction. */
export function actionChange(scene: Scene, action: Action): NewChange {
  if (isRetraction(action)) return retractionChange(scene, action);
  const { corrects } = action;
  const type = corrects ? 'treaty.action.corrected' : 'treaty.action.recorded';
  const more = corrects && {
    corrects: corrects.of,
    reason: corrects.reason,
    changed: changedIn(scene, action),
  };
  const irregular = irregularityAt(scene, action.id);
  const stated = { id: action.id, ...contentOf(action), ...(irregular && { irregular }) };
  return change(scene, type, action.kind, { action: stated, ...more });
}

/** What is irregular about the act that a record states now. */
export function irregularityAt(
  { view, instrument }: Pick<Scene, 'view' | 'instrument'>,
  id: string,
): Irregular | null {
  const under = view.under.get(instrument.id);
  const action = under?.actions.find((one) => one.id === id || one.statedIn === id);
  return under && action ? irregularityIn(view, under, action) : null;
}

const changedIn = ({ view, instrument }: Scene, correction: Action): Changed | null =>
  changedBy(view.under.get(instrument.id)?.recorded ?? [], correction);

/** Announces a retraction: of an act as retracted, of a correction as a return to what it had corrected. */
function retractionChange(scene: Scene, retraction: Extract<Action, { kind: 'retraction' }>): NewChange {
  const under = scene.view.under.get(scene.instrument.id);
  const target = under?.recorded.find(({ id }) => id === retraction.corrects.of);
  const type: ChangeType = target?.corrects ? 'treaty.action.corrected' : 'treaty.action.retracted';
  const { of, reason } = retraction.corrects;
  return change(scene, type, target && !isRetraction(target) ? target.kind : undefined, {
    action: target && !isRetraction(target) ? { id: of, ...contentOf(target) } : { id: of },
    correction: retraction.id,
    reason,
    ...(target?.corrects && { changed: changedIn(scene, retraction) }),
  });
}

export const statusChange = (scene: Scene, { from, to, on, cause }: StatusMove): NewChange =>
  change(scene, 'treaty.status.changed', undefined, { status: { from, to, on }, cause });

function change(
  { view, instrument, version, publicUrl }: Scene,
  type: ChangeType,
  actionKind: string | undefined,
  data: Record<string, unknown>,
): NewChange {
  const state = view.state.code;
  const urging = urgedBy(urgingsUpon(view), instrument.id).map(({ source }) => source);
  return {
    type,
    facts: {
      state,
      instrument: instrument.id,
      depositary: instrument.depositary,
      ...(actionKind && { actionKind }),
      urgedBy: urging,
    },
    data: {
      state,
      instrument: instrument.id,
      participationVersion: version,
      ...data,
      urgedBy: urging,
      url: `${publicUrl}/v1/states/${state}/participations/${instrument.id}`,
    },
  };
}

/** Announces that an instrument was added or revised. */
export const instrumentChange = (instrument: Instrument, publicUrl: string): NewChange => ({
  type: instrument.version === 1 ? 'instrument.added' : 'instrument.updated',
  facts: { instrument: instrument.id, depositary: instrument.depositary, urgedBy: [] },
  data: {
    instrument: instrument.id,
    title: instrument.title,
    version: instrument.version,
    url: `${publicUrl}/v1/instruments/${instrument.id}`,
  },
});

/** One change for each State that a document calls upon. */
export function urgingChanges(source: Source, publicUrl: string): NewChange[] {
  const states = [...new Set(source.urgings.map(({ state }) => state))];
  return states.map((state) => ({
    type: 'urging.recorded',
    facts: { state, urgedBy: [source.id] },
    data: {
      state,
      source: source.id,
      title: source.title,
      on: source.on,
      version: source.version,
      urgings: source.urgings.filter((urging) => urging.state === state),
      url: `${publicUrl}/v1/sources/${source.id}`,
    },
  }));
}

/** Announces a bulk import once, with the range of sequences that it took. */
export const importChange = (fromSequence: number, toSequence: number, publicUrl: string): NewChange => ({
  type: 'dataset.imported',
  facts: { urgedBy: [] },
  data: {
    fromSequence,
    toSequence,
    url: `${publicUrl}/v1/changes?after=${fromSequence - 1}`,
  },
});
