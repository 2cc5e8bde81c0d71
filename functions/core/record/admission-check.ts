import type { Day } from '../calendar.ts';
import type { NewCheck } from '../check.ts';
import { refuseAt } from '../errors.ts';
import { requireTerritory } from '../law/territory.ts';
import type { State } from '../state.ts';

/** Refuses looks at a source on a day to come, or about a territory that is not the State's; pointers begin with which. */
export function checkLooks(looks: readonly NewCheck[], state: State, today: Day): void {
  for (const [index, { on, territory, source }] of looks.entries()) {
    const late = on > today ? '/on' : source.seenOn > today ? '/source/seenOn' : null;
    if (late)
      refuseAt(
        'date-out-of-range',
        `/${index}${late}`,
        `${on > today ? on : source.seenOn} is in the future; today is ${today} (UTC).`,
      );
    if (territory) requireTerritory(territory, state, `/${index}/territory`);
  }
}
