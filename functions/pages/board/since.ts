import type { Day } from '../../core/calendar.ts';
import type { Asked } from '../asking/asked.ts';
import { type Html, html } from '../parts/html.ts';
import { actInSentence } from '../parts/open-act.ts';
import { shortName } from '../parts/text.ts';
import { dayIn, listIn, spanIn } from '../words/dates.ts';
import type { BoardSubject } from './table.ts';
import type { Board } from './view.ts';

const width = 960;
const [left, right] = [8, width - 8];

const ordinal = (day: Day): number => Date.parse(day) / 86_400_000;

/** The time from the document to the page's day, to scale, with the acts that heeded it. */
export function sinceLine(
  asked: Asked,
  { catalogue }: BoardSubject,
  { progress, source, asOf }: Board,
): Html {
  const { board } = asked.words;
  if (asOf <= source.on) return html``;
  const scale = (day: Day) =>
    Math.round(
      left + ((ordinal(day) - ordinal(source.on)) / (ordinal(asOf) - ordinal(source.on))) * (right - left),
    );
  const acts = progress.data.flatMap(({ heededBy, instrument }) => {
    const found = catalogue.instruments.get(instrument);
    return heededBy && found ? [{ on: heededBy.on, kind: heededBy.kind, name: shortName(asked, found) }] : [];
  });
  const days = Map.groupBy(acts, ({ on }) => on);
  const said = acts.map((act) =>
    [act.name, actInSentence(asked, act.kind), dayIn(asked.language, act.on)].join(asked.words.site.comma),
  );
  const label = board.pictureOf(listIn(asked.language, said) || board.noActs);
  return html`<figure class="since" tabindex="0" aria-label="${label}"><svg viewBox="0 0 ${width} 84" role="img" aria-label="${label}">
<line x1="${left}" x2="${right}" y1="46" y2="46" class="axis"/>
${yearsBetween(source.on, asOf).map(
  (
    year,
  ) => html`<line x1="${scale(`${year}-01-01`)}" x2="${scale(`${year}-01-01`)}" y1="46" y2="52" class="axis"/>
<text x="${scale(`${year}-01-01`)}" y="68" text-anchor="middle">${year}</text>`,
)}
<circle cx="${left}" cy="46" r="5" class="urging"/><circle cx="${right}" cy="46" r="4" class="now"/>
${[...days].map(([on, done]) => {
  const x = scale(on);
  const end = x > width * 0.72;
  return html`<circle cx="${x}" cy="46" r="7" class="act"/><text x="${end ? x + 7 : x - 7}" y="28" text-anchor="${end ? 'end' : 'start'}" class="label"><tspan class="strong">${done
    .map(({ name }) => name)
    .join(
      asked.words.site.comma,
    )}</tspan> ${done[0] ? actInSentence(asked, done[0].kind) : ''} ${dayIn(asked.language, on, 'medium')}</text>`;
})}
<text x="${left}" y="28" class="label">${dayIn(asked.language, source.on, 'medium')}</text>
<text x="${right}" y="28" text-anchor="end" class="label">${dayIn(asked.language, asOf, 'medium')}</text>
</svg><figcaption>${board.since(spanIn(asked.language, source.on, asOf))}</figcaption></figure>`;
}

const yearsBetween = (from: Day, to: Day): number[] => {
  const [first, last] = [Number(from.slice(0, 4)) + 1, Number(to.slice(0, 4))];
  const step = Math.max(1, Math.ceil((last - first) / 12));
  return Array.from(
    { length: Math.max(0, Math.floor((last - first) / step) + 1) },
    (_, index) => first + index * step,
  );
};
