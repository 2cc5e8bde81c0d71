import type { Day } from '../calendar.ts';
import type { NewCheck } from '../check.ts';
import { refuseAt } from '../errors.ts';
import { requireTerritory } from '../law/territory/territory.ts';
import type { State } from '../state.ts';

/**
 * Refuses checks dated in the future, or about a territory that is not the State's. Pointers begin with the
 * check's index; `begun` is the last day that has begun anywhere.
 */
export function checkLooks(looks: readonly NewCheck[], state: State, begun: Day): void {
  for (const [index, { on, territory, source }] of looks.entries()) {
    const late = on > begun ? '/on' : source.seenOn > begun ? '/source/seenOn' : null;
    if (late)
      refuseAt(
        'date-out-of-range',
        `/${index}${late}`,
        `${on > begun ? on : source.seenOn} is in the future; the last day that has begun anywhere is ${begun}.`,
      );
    if (territory) requireTerritory(territory, state, `/${index}/territory`);
  }
}
