import type { Day } from '../../core/calendar.ts';
import type { InstrumentView, StateView } from '../../core/law/state-view.ts';
import { territoryPositions } from '../../core/law/territory/territory.ts';
import { type ActionKind, isConsent, type Status, type TerritoryStatus } from '../../core/vocabulary.ts';

/** A time during which nothing changed; `to` is null while it lasts. */
export type Span<S> = { from: Day; to: Day | null; status: S };

/** The State's status over time, from its first act to the last day that is certain. */
export const statusSpans = (view: StateView, under: InstrumentView): Span<Status>[] =>
  spans(turningDays(view, under), (day) => view.positionOn(under.instrument.id, day).status).filter(
    ({ status }) => status !== 'no-action',
  );

/** The instrument's application in a territory over time. */
export const territorySpans = (
  view: StateView,
  under: InstrumentView,
  code: string,
): Span<TerritoryStatus>[] => {
  const territories = (view.state.territories ?? []).filter((one) => one.code === code);
  const statusOn = (day: Day): TerritoryStatus => {
    const position = view.positionOn(under.instrument.id, day);
    return (
      territoryPositions(under.instrument, territories, under.actions, position, day)[0]?.status ?? 'unknown'
    );
  };
  return spans(turningDays(view, under), statusOn).filter(
    ({ status }) => status === 'applies' || status === 'excluded',
  );
};

/**
 * The days on which anything may have changed by `asOf`; a State that left and rejoined was bound more than
 * once.
 */
function turningDays(view: StateView, { instrument, actions, position }: InstrumentView): Day[] {
  const days = actions.flatMap(({ doneOn, effectiveOn }) => [doneOn, effectiveOn ?? doneOn]);
  const moved = actions
    .filter(({ kind }) => isConsent(kind) || isLeaving(kind))
    .map(({ doneOn }) => view.positionOn(instrument.id, doneOn));
  const effects = [...moved, position].flatMap(({ inForce, withdrawal, since, renewal }) => [
    inForce?.on,
    withdrawal?.on,
    since,
    renewal?.inForce.on,
  ]);
  return [...new Set([...days, ...effects.filter((day) => day != null)])].sort();
}

const isLeaving = (kind: ActionKind): boolean => kind === 'denunciation' || kind === 'withdrawal';

function spans<S>(days: readonly Day[], statusOn: (day: Day) => S): Span<S>[] {
  const found: Span<S>[] = [];
  for (const day of days) {
    const status = statusOn(day);
    const last = found.at(-1);
    if (last?.status === status) continue;
    if (last) last.to = day;
    found.push({ from: day, to: null, status });
  }
  return found;
}
