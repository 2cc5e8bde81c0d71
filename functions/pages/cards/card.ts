import type { Node } from '@takumi-rs/wasm';
import { type Shown, shownStatuses } from '../parts/mark.ts';
import { colours } from './look.ts';
import { markPicture } from './mark-picture.ts';

/** What a picture of a page says, in the reader's language; each part is there or not. */
export type Card = {
  /** Stands above the title. */
  over?: string;
  title: string;
  text?: string;
  /** A text that stands alone. */
  lead?: string;
  standing?: { shown: Shown; label: string; since: string };
  score?: { number: string; text: string };
  /** How many have which status, where any has. */
  counts?: { shown: Shown; label: string; number: string }[];
  tiles?: { of: readonly Shown[]; size: 'small' | 'medium' | 'large' };
  /** The day that it is about or where it is from, and whose it is. */
  foot: { left: string; name: string };
};

/** A longer one is set smaller. */
const longestInLarge = 44;
/** What comes after this in a text is not drawn, so that no text takes long. */
const mostDrawn = 400;

export const cardOf = (card: Card): Node =>
  box('card', [
    box('main', mainOf(card)),
    box('foot', [words('left', card.foot.left), words('name', card.foot.name)]),
  ]);

const mainOf = ({ over, title, lead, text, standing, score, counts, tiles }: Card): Node[] => [
  ...(over ? [words('over', over)] : []),
  words(widthOf(title) > longestInLarge ? 'title long' : 'title', title),
  ...(lead ? [words('lead', lead)] : []),
  ...(text ? [words('text', text)] : []),
  ...(standing ? standingOf(standing) : []),
  ...(score ? [box('score', [words('score-number', score.number), words('score-text', score.text)])] : []),
  ...(counts ? [box('legend', counts.map(countOf))] : []),
  ...(tiles ? [tilesOf(tiles)] : []),
];

const standingOf = ({ shown, label, since }: NonNullable<Card['standing']>): Node[] => [
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

/** A text without what only directs how it is read: such characters have no picture, and turn others around. */
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

/** A Chinese character is as wide as two letters. */
const widthOf = (text: string): number => text.length + (text.match(/[\u2e80-\u9fff]/g)?.length ?? 0);
