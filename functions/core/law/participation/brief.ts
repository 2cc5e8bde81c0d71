import { beginning, beginningOf, type Measure } from './beginning.ts';
import type { ParticipationRecord, RecordedAction } from './participation-record.ts';

/** From nearly the whole of a record down to what was done, when, and by which source. */
export const measures: readonly Measure[] = [
  { characters: 10_000, sources: 20 },
  { characters: 1000, sources: 20 },
  { characters: 100, sources: 20 },
  { characters: 100, sources: 1 },
];

/**
 * The act with only the beginnings of its texts; if it says more, `truncated` and `url` say so and lead to
 * the whole.
 */
export function shortened(action: RecordedAction, measure: Measure): RecordedAction {
  const { state, instrument, id, corrections, ...rest } = action;
  const short = {
    ...beginning(rest, measure),
    ...{ state, instrument, id },
    corrections: corrections.map((one) => beginning(one, measure)),
  };
  if (weightOf(short) === weightOf(action)) return action;
  const url = `/v1/states/${state}/participations/${instrument}/actions/${id}`;
  return { ...short, truncated: true, url };
}

const weightOf = (value: object): number => JSON.stringify(value).length;

/** The record with its acts, checks and calls cut to `measure`. */
export function brief(record: ParticipationRecord, measure: Measure): ParticipationRecord {
  const { actions, retracted, reservations, declarations, checks, urgings } = record;
  const acts = (all: RecordedAction[]) => all.map((one) => shortened(one, measure));
  return {
    ...record,
    actions: acts(actions),
    retracted: retracted.map(({ corrections, ...one }) => ({
      ...one,
      corrections: corrections.map((correction) => beginning(correction, measure)),
    })),
    reservations: acts(reservations),
    declarations: acts(declarations),
    checks: checks.map((one) => beginning(one, measure)),
    urgings: urgings.map((one) => quoting(one, one.source, measure)),
  };
}

/** The call with the beginning of its wording, if that is long, and the address of its document. */
export function quoting<T extends { wording: string }>(call: T, source: string, { characters }: Measure): T {
  if (call.wording.length <= characters) return call;
  return {
    ...call,
    wording: beginningOf(call.wording, characters),
    truncated: true,
    url: `/v1/sources/${source}`,
  };
}
