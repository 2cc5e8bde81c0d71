import ical, { ICalEventStatus } from 'ical-generator';
import { addDays, type Day } from '../../core/calendar.ts';
import type { InstrumentView, StateView } from '../../core/law/state-view.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import { type Asked, addressOf } from '../asking/asked.ts';
import { everyView } from '../asking/everyone.ts';
import { effectText, participationText } from './text.ts';
import { everTold, nameOf } from './told.ts';
import { actsUnder, isAskedFor, revisionOf } from './view.ts';
import { calendarWords } from './words.ts';

/** Without a filter nothing is told that is further back: the States of one calendar should not fill another's. */
const yearsWithoutFilter = 10;

type Entry = {
  name: string;
  on: Day;
  state: string;
  instrument: string;
  summary: string;
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
    url: addressOf(asked, '/calendar', asked.query),
    ttl: 6 * 3600,
  });
  const views = await everyView(asked, snapshot, { asOf: asked.today });
  const byCode = new Map(views.map((view) => [view.state.code, view]));
  for (const entry of await entriesOf(asked, snapshot, views)) {
    const under = byCode.get(entry.state)?.under.get(entry.instrument);
    if (under) calendar.createEvent(eventOf(asked, entry, under));
  }
  return { type: 'text/calendar; charset=utf-8', body: `${calendar.toString()}\r\n`, name: 'treaties.ics' };
}

function eventOf(asked: Asked, entry: Entry, under: InstrumentView) {
  const { sequence, at } = revisionOf(under);
  return {
    id: `${entry.name}@treaty-ratification-tracker`,
    start: dateOf(entry.on),
    end: dateOf(addDays(entry.on, 1)),
    allDay: true,
    stamp: new Date(at),
    lastModified: new Date(at),
    summary: entry.summary,
    sequence,
    status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    url: addressOf(asked, `/states/${entry.state}/instruments/${entry.instrument}`),
  };
}

/** The library writes a day as the machine's zone has it. */
const dateOf = (day: Day): Date => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
};

async function entriesOf(asked: Asked, snapshot: Snapshot, views: readonly StateView[]): Promise<Entry[]> {
  const { state, instrument, from } = asked.query;
  const since = state || instrument || from ? '' : addDays(asked.today, -365 * yearsWithoutFilter);
  const isWanted = isAskedFor(asked);
  const holdings = new Map((await snapshot.everyone()).map((one) => [one.state.code, one]));
  return views
    .filter((view) => !state || state.split(',').includes(view.state.code))
    .flatMap((view) => {
      const own = holdings.get(view.state.code);
      return own
        ? [...effectEntries(asked, view, everTold(view, own, snapshot.catalogue)), ...actEntries(asked, view)]
        : [];
    })
    .filter((entry) => entry.on > since && isWanted(entry));
}

const effectEntries = (asked: Asked, view: StateView, told: ReturnType<typeof everTold>): Entry[] =>
  told.map((effect) => ({
    name: nameOf(effect),
    on: effect.on,
    state: effect.state,
    instrument: effect.instrument,
    summary: `${effectText(asked, view, effect)} · ${participationText(asked, view, effect.instrument)}`,
    cancelled: effect.cancelled,
  }));

const actEntries = (asked: Asked, view: StateView): Entry[] =>
  [...view.under.values()].flatMap((under) =>
    actsUnder(view, under).map(({ id, on, kind, state, instrument, cancelled }) => ({
      name: id,
      on,
      state,
      instrument,
      summary: `${asked.words.acts[kind]} · ${participationText(asked, view, instrument)}`,
      cancelled,
    })),
  );
