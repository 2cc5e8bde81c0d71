import ical, { ICalEventStatus } from 'ical-generator';
import { addDays, type Day } from '../../core/calendar.ts';
import { type ToldVersion, toldIn } from '../../core/law/effects/agenda.ts';
import { effectName } from '../../core/law/effects/told.ts';
import type { State } from '../../core/state.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import { type Asked, addressOf } from '../asking/asked.ts';
import { numberIn } from '../words/dates.ts';
import { effectText, participationText } from './text.ts';
import { isAskedFor } from './view.ts';
import { calendarWords } from './words.ts';

/**
 * Years back that a calendar without filters tells, because one State's past should not crowd out another's.
 */
const yearsWithoutFilter = 10;

/**
 * Events in one calendar, enough for all of one State or one treaty. If there are more, only the latest whole
 * days are told.
 */
const mostEvents = 800;

type Dated = { on: Day; state: string; instrument: string };
/** An event before its words are made, because only the latest ones need them. */
type CalendarEntry = {
  one: Dated & { cancelled: boolean };
  of: State;
  name: string;
  what: () => string;
  revision: ToldVersion;
};

/** Effects to come and acts past, as a calendar to subscribe to (RFC 5545). */
export async function calendarFile(asked: Asked, snapshot: Snapshot): Promise<File> {
  const words = calendarWords[asked.language];
  const all = await entriesOf(asked, snapshot);
  const number = (value: number) => numberIn(asked.language, value);
  const told = latest(all);
  const cut = told.length < all.length ? [words.latest(number(told.length), number(all.length))] : [];
  const calendar = ical({
    name: words.title,
    description: [words.lead, ...cut].join(' '),
    prodId: {
      company: 'Treaty Ratification Tracker',
      product: 'Calendar',
      language: asked.language.toUpperCase(),
    },
    url: addressOf(asked, '/calendar', asked.query),
    ttl: 6 * 3600,
  });
  for (const one of told) calendar.createEvent(eventOf(asked, snapshot, one));
  return { type: 'text/calendar; charset=utf-8', body: `${calendar.toString()}\r\n`, name: 'treaties.ics' };
}

function latest(all: readonly CalendarEntry[]): CalendarEntry[] {
  const days = all.map(({ one }) => one.on).sort();
  const from = days.at(-mostEvents) ?? '';
  return all.filter(({ one }) => one.on >= from);
}

function eventOf(asked: Asked, { catalogue }: Snapshot, { one, of, name, what, revision }: CalendarEntry) {
  return {
    id: `${name}@treaty-ratification-tracker`,
    start: dateOf(one.on),
    end: dateOf(addDays(one.on, 1)),
    allDay: true,
    stamp: new Date(revision.at),
    lastModified: new Date(revision.at),
    summary: `${what()} · ${participationText(asked, catalogue, of, one.instrument)}`,
    sequence: revision.sequence,
    status: one.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    url: addressOf(asked, `/states/${one.state}/instruments/${one.instrument}`),
  };
}

/** Makes a day's local midnight, because the library writes days in the machine's time zone. */
const dateOf = (day: Day): Date => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
};

async function entriesOf(asked: Asked, { agendas, catalogue }: Snapshot): Promise<CalendarEntry[]> {
  const { state, instrument, from } = asked.query;
  const since = state || instrument || from ? '' : addDays(asked.today, -365 * yearsWithoutFilter);
  const isAsked = isAskedFor(asked);
  const isWanted = (one: Dated) => one.on > since && isAsked(one);
  return (await agendas(asked.today)).flatMap((agenda) => {
    const of = catalogue.states.get(agenda.state);
    if (!of) return [];
    const revisions = new Map(agenda.revisions.map((one) => [one.instrument, one]));
    const found = (one: CalendarEntry['one'], name: string, what: () => string): CalendarEntry[] => {
      const revision = revisions.get(one.instrument);
      return revision ? [{ one, of, name, what, revision }] : [];
    };
    return [
      ...toldIn(agenda)
        .filter(isWanted)
        .flatMap((effect) => found(effect, effectName(effect), () => effectText(asked, of, effect))),
      ...agenda.acts.filter(isWanted).flatMap((act) => found(act, act.id, () => asked.words.acts[act.kind])),
    ];
  });
}
