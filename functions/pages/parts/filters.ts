import type { Catalogue } from '../../core/law/holdings.ts';
import type { Asked } from '../asking/asked.ts';
import { changeWords } from '../changes/words.ts';
import { nameIn, nameOrder } from '../places/names.ts';
import { select } from './form.ts';
import { type Html, html } from './html.ts';
import { shortName } from './text.ts';

/** Filters for one State and one instrument, or all. */
export function placeFilters(asked: Asked, { states, instruments }: Catalogue): Html {
  const words = changeWords[asked.language];
  const compare = nameOrder(asked.language);
  const byName = [...states.values()]
    .map((state): [string, string] => [state.code, nameIn(asked.language, state)])
    .sort(([, a], [, b]) => compare(a, b));
  const byShortName = [...instruments.values()]
    .map((one): [string, string] => [one.id, shortName(asked, one)])
    .sort(([, a], [, b]) => compare(a, b));
  return html`${select(asked, 'state', words.state, byName)}${select(asked, 'instrument', words.treaty, byShortName)}`;
}
