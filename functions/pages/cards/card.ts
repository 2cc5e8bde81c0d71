import type { Node } from '@takumi-rs/wasm';
import { type Shown, shownStatuses } from '../parts/mark.ts';
import { markPicture } from './mark-picture.ts';
import { colours } from './style.ts';

/** What a page's picture says, in the reader's language; every part is optional. */
export type Card = {
  /** The line above the title. */
  over?: string;
  title: string;
  text?: string;
  /** A text in place of a status or counts. */
  lead?: string;
  status?: { shown: Shown; label: string; since: string };
  score?: { number: string; text: string };
  /** How many have each status; statuses that none has are left out. */
  counts?: { shown: Shown; label: string; number: string }[];
  tiles?: { of: readonly Shown[]; size: 'small' | 'medium' | 'large' };
  /** The day or place that the card is from, and the name of the site. */
  foot: { left: string; name: string };
};

/** Characters from which the title is set smaller. */
const longestInLarge = 44;
/** Characters drawn at most, so that no text takes long. */
const mostDrawn = 400;

export const cardOf = (card: Card): Node =>
  box('card', [
    box('main', mainOf(card)),
    box('foot', [words('left', card.foot.left), words('name', card.foot.name)]),
  ]);

const mainOf = ({ over, title, lead, text, status, score, counts, tiles }: Card): Node[] => [
  ...(over ? [words('over', over)] : []),
  words(widthOf(title) > longestInLarge ? 'title long' : 'title', title),
  ...(lead ? [words('lead', lead)] : []),
  ...(text ? [words('text', text)] : []),
  ...(status ? statusOf(status) : []),
  ...(score ? [box('score', [words('score-number', score.number), words('score-text', score.text)])] : []),
  ...(counts ? [box('legend', counts.map(countOf))] : []),
  ...(tiles ? [tilesOf(tiles)] : []),
];

const statusOf = ({ shown, label, since }: NonNullable<Card['status']>): Node[] => [
  box('status', [mark('status-mark', shown), words(`status-text is-${shown}`, label)]),
  ...(since ? [words('since', since)] : []),
];

const countOf = ({ shown, label, number }: NonNullable<Card['counts']>[number]): Node =>
  box('legend-item', [
    mark('legend-mark', shown),
    words('legend-text', label),
    words('legend-number', number),
  ]);

const tilesOf = ({ of, size }: NonNullable<Card['tiles']>): Node =>
  box(
    `tiles ${size}`,
    of
      .toSorted((a, b) => shownStatuses.indexOf(a) - shownStatuses.indexOf(b))
      .map((shown) => box(`tile tile-${shown}`)),
  );

const box = (className: string, children: Node[] = []): Node => ({ type: 'container', className, children });

/** A text without direction marks, which have no glyph and would turn other characters around. */
const words = (className: string, text: string): Node => ({
  type: 'text',
  className,
  text: text.replace(/\p{C}+/gu, ' ').slice(0, mostDrawn),
});

const mark = (className: string, shown: Shown): Node => ({
  type: 'image',
  className,
  src: Buffer.from(markPicture(shown, colours[shown])),
});

/** Counts a Chinese character as two letters wide. */
const widthOf = (text: string): number => text.length + (text.match(/[\u2e80-\u9fff]/g)?.length ?? 0);
