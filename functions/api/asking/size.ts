import type {
  ParticipationRecord,
  RecordedAction,
} from '../../core/law/participation/participation-record.ts';
import type { Progress } from '../../core/law/progress.ts';
import { type Text, textOf } from '../http/route.ts';

/**
 * Bytes of an answer's text at most, so that with its headers it stays within the 6,291,556 that Lambda lets through.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const mostBytes = 6_000_000;

/** Bytes of a text as a function's result carries it: within JSON, with every escape. */
export const bytesAsSent = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** JSON writes no character with more bytes. */
const mostPerCharacter = 6;

const fits = (text: string): boolean =>
  text.length * mostPerCharacter <= mostBytes || bytesAsSent(text) <= mostBytes;

/** The act with the beginning of its text alone where that is longer, and where the whole is. */
export function shortened(action: RecordedAction, most: number): RecordedAction {
  const { state, instrument, id, text } = action;
  if (text === undefined || text.length <= most) return action;
  const url = `/v1/states/${state}/participations/${instrument}/actions/${id}`;
  return { ...action, text: `${text.slice(0, most).toWellFormed()}…`, truncated: true, url };
}

/** Characters that are shown of each text, as many as one answer can carry. */
const steps = [10_000, 1000, 100];

/** A whole record as it is sent: where its texts are too many, the beginning of each. */
export const recordText = (record: ParticipationRecord): Text<ParticipationRecord> =>
  fitting(record, (most) => {
    const short = (actions: RecordedAction[]) => actions.map((action) => shortened(action, most));
    const { actions, reservations, declarations, urgings } = record;
    return {
      ...record,
      actions: short(actions),
      reservations: short(reservations),
      declarations: short(declarations),
      urgings: urgings.map((urging) => quoting(urging, urging.source, most)),
    };
  });

/** The same of progress, whose calls quote their document. */
export const progressText = (progress: Progress): Text<Progress> =>
  fitting(progress, (most) => ({
    ...progress,
    data: progress.data.map((call) => quoting(call, progress.source, most)),
  }));

function quoting<T extends { wording: string }>(urging: T, source: string, most: number): T {
  if (urging.wording.length <= most) return urging;
  const wording = `${urging.wording.slice(0, most).toWellFormed()}…`;
  return { ...urging, wording, truncated: true, url: `/v1/sources/${source}` };
}

function fitting<T>(whole: T, shorten: (most: number) => T): Text<T> {
  let text = textOf(whole);
  for (const most of steps) if (!fits(text)) text = textOf(shorten(most));
  return text;
}
