import { firstDayIn } from '../day.ts';
import { type Draft, emptyDraft } from '../reading.ts';
import { lineOf } from '../text.ts';
import { all, cellsOf, type Element, first, nearest, type Tree } from '../tree.ts';
import { type Grid, understand } from './grid.ts';
import { notesOf, statementsOf, territoriesOf } from './page-texts.ts';
import { isIndex, linkedIndexes, unraised } from './raised.ts';
import { agree, referenceInAddress, referenceInHeading } from './reference.ts';

/** The ids are looked up, not the text, because other pages mention these names without having the parts. */
export const isStatusPage = ({ ids }: Tree): boolean =>
  ids.has('tblgrid') || ids.has('rptTreaty_ctl00_tcTreaty');

/** Reads a status page of the UN Treaty Collection, as served or as saved by a browser. */
export function readStatusPage(tree: Tree): Draft {
  const { ids } = tree;
  const say = (id: string): string => lineOf(ids.get(id), isIndex);
  const stamp = say('div3');
  const { reference, faults } = referenceOf(tree, say);
  const table = ids.get('tblgrid');
  return {
    ...emptyDraft('untc-page'),
    reference,
    statusAsAt: firstDayIn(stamp),
    heading: {
      title: say('rptTreaty_ctl00_tcTreaty').replace(/^\d+\. ?(?:[0-9]{0,2}[a-z]{0,2} )?/, ''),
      concluded: say('rptTreaty_ctl00_tcText'),
      entryIntoForce: say('rptEIF_ctl00_tcText'),
      registration: say('rptRegistration_ctl00_tcText'),
    },
    counts: countsIn(say('rptStatus_ctl00_tcText')),
    notes: notesOf(ids.get('dgNotesAll')),
    statements: statementsOf(ids),
    territories: territoriesOf(ids.get('tblDec')),
    ...withFaults(table ? understand(gridOf(table)) : understand({ headings: [], rows: [] }), [
      ...faults,
      ...stampFaults(stamp),
    ]),
  };
}

/** Puts faults before those of a part that was read on its own. */
const withFaults = <T extends { faults: string[] }>(part: T, faults: string[]): T => ({
  ...part,
  faults: [...faults, ...part.faults],
});

function stampFaults(stamp: string): string[] {
  if (/^STATUS AS AT/i.test(stamp)) return firstDayIn(stamp) ? [] : ['Its stamp bears no day.'];
  if (/^[ÉE]TAT/i.test(stamp)) return ['It is the French page: only the English one is read.'];
  return [stamp === '' ? 'It has no stamp of a day.' : 'Its stamp is in no known form.'];
}

/**
 * Reads which treaty the page is about: from the form, from the links to its files, and as printed. A page
 * that names two treaties is faulty.
 */
function referenceOf({ root, ids }: Tree, say: (id: string) => string) {
  const form = first(root, ({ name }) => name === 'form')?.attributes.action ?? '';
  const links = ['ucicons_lnkPdfFile', 'ucicons_lnkXml', 'ucicons_lnkMailTo'].map((id) =>
    referenceInAddress(ids.get(id)?.attributes.href ?? ''),
  );
  const heads = [...ids.keys()].filter((id) => /^rptHead_ctl\d+_tcHead$/.test(id)).map(say);
  const printed = referenceInHeading(
    heads.find((head) => /chapter/i.test(head)) ?? '',
    heads.find((head) => /^[A-Z]\.?$/.test(head)) ?? '',
    say('rptTreaty_ctl00_tcTreaty'),
  );
  const said = [referenceInAddress(form), ...links, printed].filter((one) => one !== null);
  const [reference = null] = said;
  const other = said.find((one) => reference !== null && !agree(one, reference));
  const faults = other ? [`It says of itself that it is ${reference}, and that it is ${other}.`] : [];
  return { reference: other ? (printed ?? reference) : reference, faults };
}

/** Reads the printed counts; notes may follow one: "Parties : 116. 1, 2, 3". */
function countsIn(status: string): Draft['counts'] {
  const count = (label: RegExp): number | null => {
    const digits = label.exec(status)?.[1];
    return digits === undefined ? null : Number(digits);
  };
  return {
    signatories: count(/Signatories ?: ?(\d{1,4})\b/i),
    parties: count(/Parties ?: ?(\d{1,4})\b/i),
  };
}

function gridOf(table: Element): Grid {
  const [head, ...rows] = nearest(table, 'tr', 'table').map(cellsOf);
  return {
    headings: (head ?? []).map((cell) => lineOf(cell, isIndex)),
    rows: rows.map(([who, ...cells]) => ({
      participant: unraised(who),
      notes: who ? linkedIndexes(who) : [],
      declares: who ? all(who, 'a').some(({ attributes }) => /#EndDec$/.test(attributes.href ?? '')) : false,
      cells: cells.map((cell) => lineOf(cell, isIndex)),
    })),
  };
}
