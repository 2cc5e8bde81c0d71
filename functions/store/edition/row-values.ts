import { allCells, type FormName, forms } from '../../core/tables/forms.ts';
import type { RowTurn } from '../../core/tables/turning-rows.ts';
import type { Shared, Taken } from './row-parts.ts';
import { summaryValues } from './summary-parts.ts';

export type StateTurns = { state: string; turning: readonly (readonly RowTurn[])[] };

export function participationsValues(
  form: FormName,
  catalogueRevision: number,
  all: readonly StateTurns[],
): unknown[] {
  const days = [...new Set(all.flatMap(({ turning }) => turning.flat().map(({ on }) => on)))].sort();
  const dayAt = new Map(days.map((day, at) => [day, at]));
  const [texts, courses] = [numbering(), numbering()];
  const courseOf = (turns: readonly RowTurn[]): number =>
    courses.placeOf(
      turns.map(({ on, row }) => `${dayAt.get(on)} ${texts.placeOf(allCells(forms[form], row))}`).join(' '),
    );
  const taken = all.map(({ state, turning }): Taken => ({ state, courses: turning.map(courseOf) }));
  const each = courses.distinct().map((course) => course.split(' ').map(Number));
  const shared: Shared = {
    days,
    texts: texts.distinct(),
    turns: each.map(({ length }) => length / 2),
    on: each.flatMap((course) => course.filter((_, at) => at % 2 === 0)),
    text: each.flatMap((course) => course.filter((_, at) => at % 2 === 1)),
  };
  return summaryValues(catalogueRevision, taken, shared);
}

/** Numbers texts in the order in which they first come. */
function numbering() {
  const places = new Map<string, number>();
  const placeOf = (text: string): number => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  return { placeOf, distinct: () => [...places.keys()] };
}
