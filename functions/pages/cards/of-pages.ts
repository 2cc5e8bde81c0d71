import { participationOf } from '../../core/law/participation/participation.ts';
import { urgingsUpon } from '../../core/law/urging.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import type { Asked } from '../asking/asked.ts';
import { shownOf, viewsUnder } from '../asking/everyone.ts';
import { type Language, langOf } from '../asking/language.ts';
import { catalogueAt, viewOf, viewpointOf } from '../asking/viewpoint.ts';
import { boardOf, requireSubject } from '../board/view.ts';
import { countsOf } from '../instruments/view.ts';
import type { Shown } from '../parts/mark.ts';
import { shortName, titleOf } from '../parts/text.ts';
import { nameIn } from '../places/names.ts';
import { stateWords } from '../states/words.ts';
import { unknownInstrument } from '../story/page.ts';
import { storyWords } from '../story/words.ts';
import { dayIn, numberIn } from '../words/dates.ts';
import { type Card, cardOf } from './card.ts';
import { drawn } from './drawing.ts';

/** The card of the front page: how much of the letter was heeded. */
export async function boardCard(asked: Asked, snapshot: Snapshot): Promise<File> {
  const { source, state } = requireSubject(snapshot.catalogue);
  const view = await viewOf(asked, snapshot, state, viewpointOf(asked));
  const { progress, rows, asOf } = boardOf(view, view, source);
  const { board } = asked.words;
  const name = nameIn(asked.language, view.state, view.asOf);
  const { heeded, total } = progress.named;
  const named = rows.flatMap(({ called, participation }) =>
    called === 'named' ? [participation.status] : [],
  );
  return picture(asked.language, 'board', {
    title: board.title(name),
    score: {
      number: board.of(numberIn(asked.language, heeded), numberIn(asked.language, total)),
      text: board.score(name, dayIn(asked.language, asOf)),
    },
    counts: countsIn(asked, named),
    tiles: { of: named, size: 'large' },
    foot: footOf(asked),
  });
}

/** The card of a State: how many treaties it has joined. */
export async function stateCard(asked: Asked, snapshot: Snapshot): Promise<File> {
  const code = nameOfFile(asked);
  const view = await viewOf(asked, snapshot, code, viewpointOf(asked));
  const shown = [...view.under.values()].map((under) => shownOf(view, under));
  const name = nameIn(asked.language, view.state, view.asOf);
  const number = (value: number) => numberIn(asked.language, value);
  const parties = number(countsOf(shown).party);
  return picture(asked.language, code, {
    title: name,
    text: stateWords[asked.language].description(name, parties, number(shown.length)),
    counts: countsIn(asked, shown),
    tiles: { of: shown, size: 'medium' },
    foot: footOf(asked),
  });
}

/** The card of an instrument: every State as a tile. */
export async function instrumentCard(asked: Asked, snapshot: Snapshot): Promise<File> {
  const id = nameOfFile(asked);
  const viewpoint = viewpointOf(asked);
  const { instruments } = await catalogueAt(asked, snapshot, viewpoint);
  const instrument = instruments.get(id);
  if (!instrument) throw unknownInstrument(id);
  const views = await viewsUnder(asked, snapshot, id, viewpoint);
  const shown = views.flatMap((view) => {
    const under = view.under.get(id);
    return under ? [shownOf(view, under)] : [];
  });
  const title = titleOf(asked, instrument).text;
  const short = shortName(asked, instrument);
  return picture(asked.language, id, {
    ...(short !== title && { over: short }),
    title,
    counts: countsIn(asked, shown),
    tiles: { of: shown, size: 'small' },
    foot: footOf(asked),
  });
}

/** The card of a State under one instrument: its status, and since when. */
export async function storyCard(asked: Asked, snapshot: Snapshot): Promise<File> {
  const id = nameOfFile(asked);
  const { state = '' } = asked.params;
  const view = await viewOf(asked, snapshot, state, viewpointOf(asked));
  const under = view.under.get(id);
  if (!under) throw unknownInstrument(id);
  const { since, withdrawal } = participationOf(view, under, urgingsUpon(view));
  const shown = shownOf(view, under);
  const words = storyWords[asked.language];
  const day = (on: string) => dayIn(asked.language, on);
  const isLeaving = withdrawal && shown !== 'former-party';
  return picture(asked.language, `${state}-${id}`, {
    over: titleOf(asked, under.instrument).text,
    title: nameIn(asked.language, view.state, view.asOf),
    status: {
      shown,
      label: asked.words.status.label[shown],
      since: since ? words.since(day(since)) : '',
    },
    ...(isLeaving && { text: words.withdrawal(day(withdrawal.notifiedOn), day(withdrawal.effectiveOn)) }),
    foot: footOf(asked),
  });
}

/** The card of any other page: what this site is. */
export const siteCard = ({ deps, language, words: { site } }: Asked): Promise<File> =>
  picture(language, 'card', {
    title: site.name,
    lead: site.tagline,
    foot: { left: new URL(deps.publicUrl).host, name: '' },
  });

const nameOfFile = (asked: Asked): string => (asked.params.file ?? '').replace(/\.png$/, '');

function countsIn({ words, language }: Asked, shown: readonly Shown[]): NonNullable<Card['counts']> {
  const counts = countsOf(shown);
  return (Object.keys(counts) as Shown[])
    .filter((one) => counts[one] > 0)
    .map((one) => ({
      shown: one,
      label: words.status.label[one],
      number: numberIn(language, counts[one]),
    }));
}

const footOf = ({ words, language, ...asked }: Asked): Card['foot'] => ({
  left: words.site.onDay(dayIn(language, viewpointOf(asked).asOf)),
  name: words.site.name,
});

async function picture(language: Language, name: string, card: Card): Promise<File> {
  return { type: 'image/png', body: await drawn(cardOf(card), langOf[language]), name: `${name}.png` };
}
