import { type ParticipationRecord, recordOf } from '../../core/law/participation/participation-record.ts';
import type { InstrumentView, StateView } from '../../core/law/state-view.ts';
import type { Asked } from '../asking/asked.ts';
import { asOfDay } from '../asking/viewpoint.ts';
import type { Html } from '../parts/html.ts';
import { stateEvents, territoryEvents, treatyEvents } from '../pictures/events.ts';
import { statusSpans, territorySpans } from '../pictures/spans.ts';
import { type Lane, timeline } from '../pictures/timeline.ts';
import { nameIn } from '../places/names.ts';
import { dayIn } from '../words/dates.ts';
import { storyWords } from './words.ts';

/** Everything until the view's day as a timeline, with the page's day marked. */
export function timelineOf(
  asked: Asked,
  view: StateView,
  under: InstrumentView,
  shorten: (record: ParticipationRecord) => ParticipationRecord,
): Html {
  const { language, today } = asked;
  const record = shorten(recordOf(view, under));
  const own = statusSpans(view, under);
  const lanes: Lane[] = [
    { name: storyWords[language].lanes.treaty, events: treatyEvents(asked, under.instrument), spans: [] },
    { name: nameIn(language, view.state), events: stateEvents(asked, record, own), spans: own },
    ...(view.state.territories ?? []).map((one) => ({
      name: nameIn(language, one),
      events: territoryEvents(asked, record, one.code),
      spans: territorySpans(view, under, one.code),
    })),
  ];
  return timeline({
    lanes,
    today,
    asOf: asOfDay(asked),
    label: storyWords[language].timeline,
    dayText: (day) => dayIn(language, day, 'medium'),
  });
}
