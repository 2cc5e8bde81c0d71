import type { StateView } from '../law/state-view.ts';
import { actRow } from './act-row.ts';
import { allCells, type FormName, forms } from './forms.ts';
import { positionRows } from './participation-row.ts';

/** What rows of a State say of its positions, in a form, by the ids of instruments in their order. */
export const positionTexts = (form: FormName, view: StateView): string[] =>
  positionRows(view).map((row) => allCells(forms[form], row));

/** A line for every act of a State that stands, instrument by instrument. */
export const actLines = (form: FormName, { under }: StateView): string =>
  [...under.values()]
    .flatMap(({ actions }) => actions.map((one) => forms[form].line(allCells(forms[form], actRow(one)))))
    .join('');
