import { firstDayIn } from '../day.ts';
import { type Draft, emptyDraft, type Note, type Statement } from '../reading.ts';
import { lineOf, linesOf, textOf } from '../text.ts';
import { all, type Element, first, type Tree } from '../tree.ts';
import { type Grid, understand } from './grid.ts';
import { plainOf, raisedIndexes, withoutMarkup } from './raised.ts';
import { referenceInHeading } from './reference.ts';

/**
 * Reads a status file (XML) of the UN Treaty Collection. It bears no day; the caller must know when it was
 * published.
 */
export function readStatusFile({ root }: Tree): Draft {
  const find = (...path: string[]): Element | undefined =>
    path.reduce<Element | undefined>((at, name) => at && first(at, (one) => one.name === name), root);
  const say = (...path: string[]): string => plainOf(find(...path));
  const number = say('ExternalData', 'Numsect');
  return {
    ...emptyDraft('untc-file'),
    reference: referenceInHeading(
      say('Chapter', 'Header'),
      say('SubChapter', 'Header'),
      [`${number}.`, say('ExternalData', 'Subnumsect')].join(' ').trim(),
    ),
    heading: {
      title: say('ExternalData', 'Titlesect') || say('ExternalData', 'Subtitlesect'),
      concluded: say('ExternalData', 'Conclusion'),
      entryIntoForce: say('ExternalData', 'EIF', 'Labeltext'),
      registration: say('ExternalData', 'Registration', 'Labeltext'),
    },
    counts: {
      signatories: countIn(say('Status', 'Signatories')),
      parties: countIn(say('Status', 'Parties')),
    },
    notes: all(root, 'EndNotes').flatMap((notes) => all(notes, 'Note').map(noteOf)),
    statements: [
      ...statementsIn(root, 'Declaration', 'declaration'),
      ...statementsIn(root, 'Objection', 'objection'),
      ...statementsIn(root, 'Notification', 'notification'),
    ],
    territories: all(root, 'Application').map((one) => ({
      who: plainOf(part(one, 'Participant')),
      on: firstDayIn(lineOf(part(one, 'DateNotification'))),
      territories: plainOf(part(one, 'Territories')),
    })),
    ...understand(gridOf(find('Participants'))),
  };
}

const part = (element: Element, name: string): Element | undefined =>
  first(element, (one) => one.name === name);

const countIn = (text: string): number | null => {
  const digits = /^\d{1,4}\b/.exec(text)?.[0];
  return digits === undefined ? null : Number(digits);
};

/** Entries are read by position, so empty ones are kept. */
function gridOf(participants: Element | undefined): Grid {
  const head = participants && part(participants, 'Thead');
  const body = participants && part(participants, 'Tbody');
  return {
    headings: head ? all(head, 'Entry').map(plainOf) : [],
    rows: (body ? all(body, 'Row') : []).map((row) => {
      const [who, ...cells] = all(row, 'Entry');
      return {
        participant: plainOf(who),
        notes: who ? raisedIndexes(who) : [],
        declares: false,
        cells: cells.map(plainOf),
      };
    }),
  };
}

const noteOf = (note: Element): Note => ({
  index: lineOf(part(note, 'index')),
  text: linesOf(
    all(note, 'text')
      .map((one) => withoutMarkup(textOf(one)))
      .join('\n'),
  ),
});

const statementsIn = (root: Element, name: string, kind: Statement['kind']): Statement[] =>
  all(root, name).map((one) => {
    const texts = all(one, 'text').map((text) => textOf(text));
    return {
      who: plainOf(part(one, 'Participant')),
      kind,
      on: firstDayIn(texts.find((text) => text.includes('<right>')) ?? ''),
      text: linesOf(texts.map(withoutMarkup).join('\n')),
    };
  });
