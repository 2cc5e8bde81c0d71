import { type Html, html } from '../parts/html.ts';
import type { Shown } from '../parts/mark.ts';
import { markOf } from '../parts/mark.ts';
import type { Group } from '../places/groups.ts';

export type Tile = { code: string; name: string; shown: Shown; href: string; isSubject: boolean };

type Options = {
  groups: readonly { group: Group; name: string; tiles: readonly Tile[] }[];
  labels: Record<Shown, string>;
  /** The colon between a name and its status. */
  colon: string;
};

/**
 * A tile for each State, by regional group: small States count as much as large ones, and no borders are
 * drawn.
 */
export const tiles = ({ groups, labels, colon }: Options): Html =>
  html`<div class="tile-groups">${groups.map(
    ({ name, tiles: own }) =>
      html`<section class="tile-group"><h3>${name} <span class="quiet">${own.length}</span></h3><ul class="tiles">${own.map(
        (one) =>
          html`<li><a class="tile s-${one.shown}${one.isSubject ? ' subject' : ''}" href="${one.href}" title="${one.name}${colon}${labels[one.shown]}"><span aria-hidden="true">${one.code}</span><span class="unseen">${one.name}${colon}${labels[one.shown]}</span></a></li>`,
      )}</ul></section>`,
  )}</div>`;

/** The legend of the tiles, with the number of each. */
export const legend = (
  labels: Record<Shown, string>,
  counts: Record<Shown, number>,
  number: (value: number) => string,
): Html =>
  html`<ul class="legend">${(Object.keys(counts) as Shown[])
    .filter((shown) => counts[shown] > 0)
    .map(
      (shown) =>
        html`<li><span class="tile s-${shown}" aria-hidden="true">${markOf(shown)}</span> ${labels[shown]} <strong>${number(counts[shown])}</strong></li>`,
    )}</ul>`;
