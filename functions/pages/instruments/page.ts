import type { Instrument } from '../../core/instrument.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { viewsUnder } from '../asking/everyone.ts';
import { asOfDay, catalogueAt, ofApi, viewpointOf } from '../asking/viewpoint.ts';
import { subjectOf } from '../board/view.ts';
import { asOfField, asOfNote, filterForm } from '../parts/form.ts';
import { groupSource } from '../parts/group-sources.ts';
import { type Html, html } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { actInSentence } from '../parts/open-act.ts';
import { shortName, title, titleOf } from '../parts/text.ts';
import { type CurveMark, curve } from '../pictures/curve.ts';
import { legend, type Tile, tiles } from '../pictures/tiles.ts';
import { groups } from '../places/groups.ts';
import { nameIn, nameOrder } from '../places/names.ts';
import { unknownInstrument } from '../story/page.ts';
import { dayIn, numberIn } from '../words/dates.ts';
import { countsTable } from './counts.ts';
import { instrumentFacts } from './facts.ts';
import { lastJoined, rosterTable } from './roster.ts';
import { countsOf, partiesOverTime, type StateEntry, stateEntries } from './view.ts';
import { instrumentWords } from './words.ts';

/** An instrument: every State under it, the parties over time, and its own data. */
export async function instrumentPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const id = asked.params.instrument ?? '';
  const viewpoint = viewpointOf(asked);
  const { asOf } = viewpoint;
  const catalogue = await catalogueAt(asked, snapshot, viewpoint);
  const instrument = catalogue.instruments.get(id);
  if (!instrument) throw unknownInstrument(id);
  const entries = inNameOrder(asked, stateEntries(await viewsUnder(asked, snapshot, id, viewpoint), id));
  const words = instrumentWords[asked.language];
  const counts = countsOf(entries.map(({ shown }) => shown));
  const number = (value: number) => numberIn(asked.language, value);
  const name = titleOf(asked, instrument).text;
  const { label } = asked.words.status;
  return layout(asked, {
    title: name,
    description: words.description(name, number(counts.party)),
    card: `${asked.path}.png`,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'csv', path: `${asked.path}.csv`, query: asked.query, table: 'participations' },
      { kind: 'json', path: `/v1/instruments/${id}/participations`, query: ofApi(asked) },
      { kind: 'atom', path: '/changes.atom', query: { instrument: id } },
      { kind: 'ics', path: '/calendar.ics', query: { instrument: id } },
    ],
    body: html`<h1>${shortName(asked, instrument)}</h1><p class="lead">${title(asked, instrument)}</p>
${legend(label, counts, number)}
${filterForm(asked, asOfField(asked, asOf, instrument.adoptedOn))}${asOfNote(asked, asOf)}
<h2>${words.tiles}</h2><p class="quiet">${words.tilesNote} <a href="#roster">${words.skipTiles}</a></p>
${tilesOf(asked, catalogue, entries)}
${groupSource(asked, words.column.group, 'regional')}
<h2>${words.curve}</h2>${curveOf(asked, catalogue, instrument, entries)}
<h2>${words.last}</h2>${lastJoined(asked, entries)}
<h2>${words.counts}</h2>${countsTable(asked, catalogue, instrument, entries)}
${instrumentFacts(asked, catalogue, instrument)}
<h2 id="roster">${words.roster}</h2>${rosterTable(asked, instrument, entries)}`,
  });
}

function inNameOrder(asked: Asked, entries: readonly StateEntry[]): StateEntry[] {
  const compare = nameOrder(asked.language);
  return entries.toSorted((a, b) =>
    compare(nameIn(asked.language, a.state), nameIn(asked.language, b.state)),
  );
}

function tilesOf(asked: Asked, catalogue: Catalogue, entries: readonly StateEntry[]): Html {
  const words = instrumentWords[asked.language];
  const subject = subjectOf(catalogue)?.state;
  const tileOf = ({ state, shown, under }: StateEntry): Tile => ({
    code: state.code,
    name: nameIn(asked.language, state),
    shown,
    href: to(asked, `/states/${state.code}/instruments/${under.instrument.id}`, { asOf: asked.query.asOf }),
    isSubject: state.code === subject,
  });
  return tiles({
    labels: asked.words.status.label,
    colon: asked.words.site.colon,
    groups: groups.flatMap((group) => {
      const own = entries.filter((entry) => entry.group === group);
      return own.length > 0 ? [{ group, name: words.groups[group], tiles: own.map(tileOf) }] : [];
    }),
  });
}

function curveOf(
  asked: Asked,
  catalogue: Catalogue,
  instrument: Instrument,
  entries: readonly StateEntry[],
): Html {
  const words = instrumentWords[asked.language];
  const asOf = asOfDay(asked);
  const points = partiesOverTime(entries, asOf);
  const from = instrument.openedForSignatureOn ?? instrument.adoptedOn;
  const number = (value: number) => numberIn(asked.language, value);
  const subject = subjectOf(catalogue);
  const own = entries.find(({ state }) => state.code === subject?.state);
  const marks = subject && own ? marksOf(asked, subject.source.on, own) : [];
  return curve({
    points,
    marks: marks.filter(({ on }) => from <= on && on <= asOf).sort((a, b) => (a.on < b.on ? -1 : 1)),
    from,
    to: asOf > from ? asOf : asked.today,
    label: words.curveLabel(shortName(asked, instrument), number(points.at(-1)?.parties ?? 0)),
    number,
  });
}

/** Marks on the curve: the document's day, and the acts of the State that it urges. */
function marksOf(asked: Asked, urgedOn: string, { state, position }: StateEntry): CurveMark[] {
  const words = instrumentWords[asked.language];
  const name = nameIn(asked.language, state);
  const day = (on: string) => dayIn(asked.language, on, 'medium');
  const acts = [position.signature, position.consent].flatMap((act) => act ?? []);
  const done = [...new Set(acts)].map(({ kind, doneOn }): CurveMark => {
    const act = `${actInSentence(asked, kind)} ${day(doneOn)}`;
    return { on: doneOn, text: words.act(name, act), kind: 'act' };
  });
  return [{ on: urgedOn, text: words.urged(name, day(urgedOn)), kind: 'urging' }, ...done];
}
