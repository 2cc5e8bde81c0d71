import type { Day } from '../../core/calendar.ts';
import { allCells, comma, type FormName, forms } from '../../core/tables/forms.ts';
import { instrumentCells, stateCells } from '../../core/tables/participation-row.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';

/** The lines of every State under every instrument on a day, State by State. */
export async function participationLines(
  name: FormName,
  { catalogue, participationTexts }: Pick<Snapshot, 'catalogue' | 'participationTexts'>,
  asOf: Day,
): Promise<string[]> {
  const form = forms[name];
  const places = new Map([...catalogue.instruments.keys()].sort().map((id, place) => [id, place]));
  const instruments = [...catalogue.instruments.values()].map((one) => ({
    text: allCells(form, instrumentCells(one)),
    place: places.get(one.id) ?? 0,
  }));
  const all = await participationTexts(name, asOf);
  return [...catalogue.states.values()].map((state, at) => {
    const head = allCells(form, stateCells(state));
    const texts = all[at] ?? [];
    return instruments.map(({ text, place }) => form.line([head, text, texts[place]].join(comma))).join('');
  });
}
