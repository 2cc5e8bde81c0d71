import ical, { ICalEventStatus } from 'ical-generator';
import { addDays, type Day } from '../../core/calendar.ts';
import { type PastAct, type Revision, toldIn } from '../../core/law/effects/agenda.ts';
import { nameOf, type ToldEffect } from '../../core/law/effects/told.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import { type Asked, addressOf } from '../asking/asked.ts';
import { effectText, participationText } from './text.ts';
import { isAskedFor } from './view.ts';
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
  revision: Revision;
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
  for (const entry of await entriesOf(asked, snapshot)) calendar.createEvent(eventOf(asked, entry));
  return { type: 'text/calendar; charset=utf-8', body: `${calendar.toString()}\r\n`, name: 'treaties.ics' };
}

function eventOf(asked: Asked, entry: Entry) {
  const { sequence, at } = entry.revision;
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

async function entriesOf(asked: Asked, { agendas, catalogue }: Snapshot): Promise<Entry[]> {
  const { state, instrument, from } = asked.query;
  const since = state || instrument || from ? '' : addDays(asked.today, -365 * yearsWithoutFilter);
  const isAsked = isAskedFor(asked);
  const isWanted = (one: { on: Day; state: string; instrument: string }) => one.on > since && isAsked(one);
  return (await agendas(asked.today)).flatMap((agenda) => {
    const of = catalogue.states.get(agenda.state);
    if (!of) return [];
    const revisions = new Map(agenda.revisions.map((one) => [one.instrument, one]));
    const entryOf = (one: ToldEffect | PastAct, name: string, what: string): Entry[] => {
      const revision = revisions.get(one.instrument);
      const summary = `${what} · ${participationText(asked, catalogue, of, one.instrument)}`;
      return revision ? [{ ...one, name, summary, revision }] : [];
    };
    return [
      ...toldIn(agenda)
        .filter(isWanted)
        .flatMap((effect) => entryOf(effect, nameOf(effect), effectText(asked, of, effect))),
      ...agenda.acts.filter(isWanted).flatMap((act) => entryOf(act, act.id, asked.words.acts[act.kind])),
    ];
  });
}
