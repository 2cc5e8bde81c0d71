import { beginning, beginningOf, type Measure } from './beginning.ts';
import type { ParticipationRecord, RecordedAction } from './participation-record.ts';

/** From nearly all of a record to what was done, when, and by which source. */
export const measures: readonly Measure[] = [
  { characters: 10_000, sources: 20 },
  { characters: 1000, sources: 20 },
  { characters: 100, sources: 20 },
  { characters: 100, sources: 1 },
];

/** The act with the beginnings alone where it says more, and where the whole is. */
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

/** The record with each act, look and call in brief. */
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

/** A call with the beginning of its words where they are long, and where its document is. */
export function quoting<T extends { wording: string }>(call: T, source: string, { characters }: Measure): T {
  if (call.wording.length <= characters) return call;
  return {
    ...call,
    wording: beginningOf(call.wording, characters),
    truncated: true,
    url: `/v1/sources/${source}`,
  };
}
