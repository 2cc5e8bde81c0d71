import { firstDayIn } from '../day.ts';
import type { Note, Statement, TerritorialApplication } from '../reading.ts';
import { lineOf, linesOf, textOf } from '../text.ts';
import { all, type Element, first, nearest } from '../tree.ts';
import { unraised } from './raised.ts';

type Ids = ReadonlyMap<string, Element>;

const parts: readonly (readonly [string, Statement['kind']])[] = [
  ['dgDec', 'declaration'],
  ['dgDecUnderArticle', 'declaration-under-article'],
  ['dgObj', 'objection'],
  ['dgNotifications', 'notification'],
];

/** Declarations, objections and notifications: who made each, and its day if one is printed beside it. */
export const statementsOf = (ids: Ids): Statement[] =>
  parts.flatMap(([part, kind]) =>
    [...ids]
      .filter(([id]) => id.startsWith(`${part}_ctl`) && id.endsWith('_divParticipant'))
      .map(([id, who]) => {
        const stem = id.slice(0, -'divParticipant'.length);
        const text = ids.get(`${stem}divText`) ?? ids.get(`${stem}divNotificationText`);
        return { who: unraised(who), kind, on: dayBeside(text), text: wordsOf(text) };
      })
      .filter(({ who, text }) => who !== '' && text !== ''),
  );

/** Drops the participant's name, which stands before the text a second time, invisibly. */
const wordsOf = (text: Element | undefined): string =>
  linesOf(textOf(text, ({ attributes }) => attributes.class === 'invisible'));

const dayBeside = (text: Element | undefined): Statement['on'] => {
  const aside = text && first(text, ({ name, attributes }) => name === 'p' && attributes.align === 'right');
  return firstDayIn(lineOf(aside));
};

/** Reads notes: `<a name='3'>3</a>` begins one, and text without an anchor continues it. */
export function notesOf(table: Element | undefined): Note[] {
  const notes: Note[] = [];
  for (const cell of table ? nearest(table, 'tr', 'table') : []) {
    const anchor = first(cell, ({ name, attributes }) => name === 'a' && attributes.name !== undefined);
    const text = linesOf(textOf(cell, (one) => one === anchor));
    const index = lineOf(anchor);
    const last = notes.at(-1);
    if (index !== '') notes.push({ index, text });
    else if (last && text !== '') last.text = `${last.text}\n${text}`;
  }
  return notes;
}

export function territoriesOf(table: Element | undefined): TerritorialApplication[] {
  const [, ...rows] = table ? nearest(table, 'tr', 'table') : [];
  return rows.flatMap((row) => {
    const [who, on, territories] = all(row, 'td').map(unraised);
    return who ? [{ who, on: firstDayIn(on ?? ''), territories: territories ?? '' }] : [];
  });
}
