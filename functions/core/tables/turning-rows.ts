import { addDays, type Day } from '../calendar.ts';
import type { Instrument } from '../instrument.ts';
import type { InstrumentView, StateView } from '../law/state-view.ts';
import { territoryEffects } from '../law/territory/territory-effect.ts';
import { turningDays } from '../law/turns.ts';
import { type Urged, urgingsUpon } from '../law/urging.ts';
import { instrumentsInOrder, positionCells } from './participation-row.ts';
import type { Row } from './row.ts';

/** What a row says of a State's position under an instrument, from a day on; the first holds before all others. */
export type RowTurn = { on: Day; row: Row };

/** The same under every instrument on record, by their ids in order; a view of any day will do. */
export function turningRows(view: StateView): RowTurn[][] {
  const urgings = urgingsUpon(view);
  return instrumentsInOrder(view).map((under) => turnsUnder(view, under, urgings));
}

const beforeAll = '';

function turnsUnder(view: StateView, under: InstrumentView, urgings: readonly Urged[]): RowTurn[] {
  const turns: RowTurn[] = [];
  let last = '';
  for (const on of [beforeAll, ...daysOf(view, under)]) {
    const row = positionCells(viewOn(view, on), positionedOn(view, under, on), urgings);
    const said = JSON.stringify(row);
    if (said !== last) turns.push({ on, row });
    last = said;
  }
  return turns;
}

const viewOn = (view: StateView, day: Day): StateView => ({
  ...view,
  asOf: day,
  statusUnder: (instrument) => view.positionOn(instrument, day).status,
});

const positionedOn = (view: StateView, under: InstrumentView, day: Day): InstrumentView => ({
  ...under,
  position: view.positionOn(under.instrument.id, day),
});

/** Every day on which anything of what a row says may begin or cease to be so. */
function daysOf(view: StateView, under: InstrumentView): Day[] {
  const { instrument, actions } = under;
  const days = [
    ...[instrument.id, ...requiredBy(instrument)].flatMap((id) => turningDays(view, id)),
    ...actions.flatMap(({ doneOn, effectiveOn = doneOn }) => [doneOn, effectiveOn]),
    ...openingDays(instrument),
  ];
  return [...new Set([...days, ...territorialDays(view, under, days)])].sort();
}

const requiredBy = ({ acts }: Instrument): string[] =>
  acts.flatMap(({ requires = [] }) =>
    requires.flatMap((one) => ('anyOf' in one ? one.anyOf : [one]).map(({ instrument }) => instrument)),
  );

const openingDays = ({
  adoptedOn,
  openedForSignatureOn = adoptedOn,
  termination,
  acts,
}: Instrument): Day[] => [
  openedForSignatureOn,
  ...(termination ? [termination.on] : []),
  ...acts.flatMap(({ from, until }) => [from ?? [], until ? addDays(until, 1) : []].flat()),
];

function territorialDays(
  { state, positionOn }: StateView,
  under: InstrumentView,
  days: readonly Day[],
): Day[] {
  const { instrument, actions } = under;
  return (state.territories ?? []).flatMap(({ code, from }) => {
    const effects = [from, ...days].flatMap((day) =>
      territoryEffects(instrument, code, actions, positionOn(instrument.id, day), day),
    );
    return [from, ...effects.flatMap(({ on }) => on ?? [])];
  });
}
