import { addMonths, type Day } from '../../core/calendar.ts';
import { type Effect, effectsInOrder } from '../../core/law/effects/effect.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Asked } from '../asking/asked.ts';

/**
 * The effects that pass the filters, for States and their territories, past and to come, in the order of
 * their days.
 */
export async function effectsAskedFor(asked: Asked, snapshot: Snapshot): Promise<Effect[]> {
  const agendas = await snapshot.agendas(asked.today);
  return effectsInOrder(agendas.flatMap(({ effects }) => effects.filter(isAskedFor(asked))));
}

/** Whether an effect passes the filters: State, instrument, first and last day. */
export function isAskedFor({ query: { state, instrument, from, to } }: Pick<Asked, 'query'>) {
  const [states, instruments] = [state?.split(','), instrument?.split(',')];
  return (one: { on: Day; state: string; instrument: string }): boolean =>
    (!states || states.includes(one.state)) &&
    (!instruments || instruments.includes(one.instrument)) &&
    (!from || one.on >= from) &&
    (!to || one.on <= to);
}

export const yearBefore = (day: Day): Day => addMonths(day, -12);
