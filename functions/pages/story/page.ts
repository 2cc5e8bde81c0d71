import { Citation } from '../../core/citation.ts';
import { DomainError } from '../../core/errors.ts';
import { isKnownBy } from '../../core/law/holdings.ts';
import { brief, measures } from '../../core/law/participation/brief.ts';
import { type ParticipationRecord, recordOf } from '../../core/law/participation/participation-record.ts';
import type { InstrumentView, StateView } from '../../core/law/state-view.ts';
import { firstFitting } from '../../lib/http/size.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { shownOf } from '../asking/everyone.ts';
import { holdingsOfState, ofApi, viewOf, viewpointOf } from '../asking/viewpoint.ts';
import { citation } from '../parts/citation.ts';
import { asOfField, asOfNote, filterForm, knownField } from '../parts/form.ts';
import { type Html, html, none } from '../parts/html.ts';
import { apiRoute, layout } from '../parts/layout.ts';
import { recorded, shortName, time, title, titleOf } from '../parts/text.ts';
import { nameIn, nameOf } from '../places/names.ts';
import { dayIn } from '../words/dates.ts';
import { actsTable, retractedActs, statementsInFull } from './acts.ts';
import { effectReason, statusSection, territoriesTable, urgings } from './sections.ts';
import { timelineOf } from './timeline.ts';
import { storyWords } from './words.ts';

export async function storyPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const { state = '', instrument: id = '' } = asked.params;
  const viewpoint = viewpointOf(asked);
  const view = await viewOf(asked, snapshot, state, viewpoint);
  const under = view.under.get(id);
  if (!under) throw unknownInstrument(id);
  const record = recordOf(view, under);
  const whole =
    viewpoint.asOf < asked.today
      ? await viewOf(asked, snapshot, state, { ...viewpoint, asOf: asked.today })
      : view;
  const name = nameIn(asked.language, view.state, view.asOf);
  const { text } = titleOf(asked, under.instrument);
  const { label } = asked.words.status;
  const { since } = storyWords[asked.language];
  const shown = shownOf(view, under);
  const stands = [label[shown], record.since && since(dayIn(asked.language, record.since))]
    .filter(Boolean)
    .join(asked.words.site.comma);
  const known =
    viewpoint.knownAt === undefined || isKnownBy(await holdingsOfState(snapshot, state), viewpoint.knownAt);
  const page = (shorten: (record: ParticipationRecord) => ParticipationRecord): Html => {
    const short = shorten(record);
    return layout(asked, {
      title: storyWords[asked.language].title(name, shortName(asked, under.instrument)),
      description: storyWords[asked.language].description(name, text, stands),
      card: `${asked.path}.png`,
      sequence: snapshot.head.sequence,
      files: [
        { kind: 'csv', path: `${asked.path}.csv`, query: asked.query, table: 'acts' },
        ...apiRoute(view.state, `/v1/states/${state}/participations/${id}`, ofApi(asked)),
        { kind: 'atom', path: '/changes.atom', query: { state, instrument: id } },
        { kind: 'ics', path: '/calendar.ics', query: { state, instrument: id } },
      ],
      body: html`<h1><a href="${to(asked, `/states/${state}`)}">${name}</a> · <a href="${to(asked, `/instruments/${id}`)}">${shortName(asked, under.instrument)}</a></h1>
<p class="lead">${title(asked, under.instrument)}</p>
${known ? none : html`<p class="note">${storyWords[asked.language].notKnown(dayIn(asked.language, asked.query.knownOn ?? asked.today))}</p>`}
${statusSection(asked, { record: short, shown, catalogue: view.catalogue })}
${times(asked, short)}
${sections(asked, { view, under, record: short, timeline: timelineOf(asked, whole, whole.under.get(id) ?? under, shorten) })}`,
    });
  };
  const shorter = measures.map((measure) => () => page((one) => brief(one, measure)));
  return firstFitting(
    page((one) => one),
    ...shorter,
  );
}

export const unknownInstrument = (id: string): DomainError =>
  new DomainError('not-found', `There is no instrument ${id}.`, {
    about: 'instrument',
    given: id.slice(0, 64),
  });

const times = (asked: Asked, { asOf }: ParticipationRecord): Html =>
  html`${filterForm(
    asked,
    html`${asOfField(asked, asOf)}${asked.query.knownOn === undefined ? html` ${knownField(asked)}` : none}`,
  )}${asOfNote(asked, asOf)}`;

type Told = { view: StateView; under: InstrumentView; record: ParticipationRecord; timeline: Html };

function sections(asked: Asked, { view, under, record, timeline }: Told): Html {
  const story = storyWords[asked.language];
  const territoryName = (code: string) => {
    const found = view.state.territories?.find((one) => one.code === code);
    return found ? nameIn(asked.language, found) : nameOf(asked.language, view.catalogue.states, code);
  };
  return html`<h2>${story.timeline}</h2>${timeline}
<h2>${story.effectComputed}</h2>${effectReason(asked, under.instrument, record)}
${territoriesTable(asked, record, territoryName)}
<h2>${story.acts}</h2>${actsTable(asked, record, territoryName)}${retractedActs(asked, record)}
<h2>${story.statements}</h2>${statementsInFull(asked, record, territoryName)}
<h2>${story.urgings}</h2>${urgings(asked, record, (source) => to(asked, `/sources/${source}`))}
<h2>${story.checks}</h2>${checks(asked, record)}
<p><a href="${to(asked, `/instruments/${under.instrument.id}`)}">${story.roster}</a></p>`;
}

/** Checks that found nothing new, which are how "no act" is known. */
function checks(asked: Asked, { checks: all }: ParticipationRecord): Html {
  const story = storyWords[asked.language];
  if (all.length === 0) return html`<p>${story.noChecks}</p>`;
  return html`<ul class="plain">${all.map(
    ({ on, note, source }) =>
      html`<li><span class="quiet">${story.speaksFor}</span> ${time(asked, on)} · ${citation(asked, Citation.parse(source))}${note ? html`<br><span class="quiet">${recorded(asked, note)}</span>` : none}</li>`,
  )}</ul>`;
}
