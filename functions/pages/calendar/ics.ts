import ical, { ICalEventStatus } from 'ical-generator';
import { addDays, type Day } from '../../core/calendar.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { everyView } from '../asking/everyone.ts';
import { shortName } from '../parts/text.ts';
import { nameOf } from '../places/names.ts';
import type { File } from '../routes.ts';
import { actsOf, effectsOf } from './view.ts';
import { calendarWords } from './words.ts';

/** Acts that are told without a filter: the States of one calendar should not fill another's. */
const pastWithoutFilter = 10;

type Entry = {
  uid: string;
  on: Day;
  summary: string;
  path: string;
  stamp: string;
  sequence: number;
  cancelled: boolean;
};

/** Effects to come and acts past as a calendar that programs can subscribe to (RFC 5545). */
export async function calendarFile(asked: Asked, snapshot: Snapshot): Promise<File> {
  const words = calendarWords[asked.language];
  const calendar = ical({
    name: words.title,
    description: words.lead,
    prodId: {
      company: 'Treaty Ratification Tracker',
      product: 'Calendar',
      language: asked.language.toUpperCase(),
    },
    url: `${asked.deps.publicUrl}${to(asked, '/calendar', asked.query)}`,
    ttl: 6 * 3600,
  });
  for (const entry of await entriesOf(asked, snapshot))
    calendar.createEvent({
      id: `${entry.uid}@treaty-ratification-tracker`,
      start: dateOf(entry.on),
      end: dateOf(addDays(entry.on, 1)),
      allDay: true,
      stamp: new Date(entry.stamp),
      summary: entry.summary,
      sequence: entry.sequence,
      status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      url: `${asked.deps.publicUrl}${to(asked, entry.path)}`,
    });
  return { type: 'text/calendar; charset=utf-8', body: calendar.toString(), name: 'treaties.ics' };
}

/** The library writes a day as the machine's zone has it. */
const dateOf = (day: Day): Date => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
};

async function entriesOf(asked: Asked, snapshot: Snapshot): Promise<Entry[]> {
  const { state, instrument } = asked.query;
  const isAsked = (one: { state: string; instrument: string }) =>
    (!state || one.state === state) && (!instrument || one.instrument === instrument);
  const views = (await everyView(snapshot, { asOf: asked.today })).filter(
    (view) => !state || view.state.code === state,
  );
  const acts = actsOf(views).filter(isAsked);
  const about = new Map(acts.map((act) => [act.id, act]));
  const effects = effectsOf(views).filter(isAsked);
  const since = state || instrument ? '' : addDays(asked.today, -365 * pastWithoutFilter);
  const name = (one: { state: string; instrument: string }) => nameFor(asked, snapshot, one);
  return [
    ...effects
      .filter(({ on }) => on > since)
      .map((effect) => ({
        uid: `${effect.action}-${effect.what}`,
        on: effect.on,
        summary: `${calendarWords[asked.language].effects[effect.what]} · ${name(effect)}`,
        path: `/states/${effect.state}/instruments/${effect.instrument}`,
        stamp: about.get(effect.action)?.recordedAt ?? asked.now,
        sequence: about.get(effect.action)?.sequence ?? 0,
        cancelled: false,
      })),
    ...acts
      .filter(({ on }) => on > since)
      .map((act) => ({
        uid: act.id,
        on: act.on,
        summary: `${asked.words.acts[act.kind]} · ${name(act)}`,
        path: `/states/${act.state}/instruments/${act.instrument}`,
        stamp: act.recordedAt,
        sequence: act.sequence,
        cancelled: act.cancelled,
      })),
  ];
}

function nameFor(
  { language }: Asked,
  { catalogue }: Snapshot,
  { state, instrument }: { state: string; instrument: string },
): string {
  const found = catalogue.instruments.get(instrument);
  return `${nameOf(language, catalogue.states, state)}, ${found ? shortName(found) : instrument}`;
}
