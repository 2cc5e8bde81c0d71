import type { Effect } from '../../core/law/effects/effect.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import type { State } from '../../core/state.ts';
import type { Asked } from '../asking/asked.ts';
import { shortName } from '../parts/text.ts';
import { nameIn } from '../places/names.ts';
import { calendarWords } from './words.ts';

/** An effect in words; for a territory, what holds there from then on. */
export function effectText(asked: Asked, { territories }: State, { effect, territory }: Effect): string {
  const said = calendarWords[asked.language].effects[effect];
  if (!territory) return said;
  const place = territories?.find(({ code }) => code === territory.code);
  const name = place ? nameIn(asked.language, place) : territory.code;
  return calendarWords[asked.language].inTerritory(name, asked.words.status.territory[territory.status]);
}

export function participationText(
  asked: Asked,
  { instruments }: Pick<Catalogue, 'instruments'>,
  state: State,
  instrument: string,
): string {
  const found = instruments.get(instrument);
  return `${nameIn(asked.language, state)}${asked.words.site.comma}${found ? shortName(asked, found) : instrument}`;
}
