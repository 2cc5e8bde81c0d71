import { brief, measures, quoting } from '../../core/law/participation/brief.ts';
import type { ParticipationRecord } from '../../core/law/participation/participation-record.ts';
import type { Progress } from '../../core/law/progress.ts';
import { firstFitting } from '../../lib/http/size.ts';
import { jsonText, type Text } from '../http/route.ts';

/** The whole record as sent; if it is too large, with only the beginning of each text. */
export const recordText = (record: ParticipationRecord): Text<ParticipationRecord> =>
  firstFitting(jsonText(record), ...measures.map((measure) => () => jsonText(brief(record, measure))));

/** The progress as sent; if it is too large, with only the beginning of each quotation. */
export function progressText(progress: Progress): Text<Progress> {
  const { data, source } = progress;
  const shorter = measures.map(
    (measure) => () => jsonText({ ...progress, data: data.map((call) => quoting(call, source, measure)) }),
  );
  return firstFitting(jsonText(progress), ...shorter);
}
