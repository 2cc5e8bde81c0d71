import type { Effect } from '../../core/law/effect.ts';
import type { StateView } from '../../core/law/state-view.ts';
import type { Asked } from '../asking/asked.ts';
import { shortName } from '../parts/text.ts';
import { nameIn } from '../places/names.ts';
import { calendarWords } from './words.ts';

/** What takes effect, in words: for a territory, what holds there from then on. */
export function effectText(
  asked: Asked,
  { state }: Pick<StateView, 'state'>,
  { effect, territory }: Effect,
): string {
  const said = calendarWords[asked.language].effects[effect];
  if (!territory) return said;
  const place = state.territories?.find(({ code }) => code === territory.code);
  const name = place ? nameIn(asked.language, place) : territory.code;
  return calendarWords[asked.language].inTerritory(name, asked.words.status.territory[territory.status]);
}

export function participationText(
  asked: Asked,
  { state, catalogue }: Pick<StateView, 'state' | 'catalogue'>,
  instrument: string,
): string {
  const found = catalogue.instruments.get(instrument);
  return `${nameIn(asked.language, state)}${asked.words.site.comma}${found ? shortName(asked, found) : instrument}`;
}
