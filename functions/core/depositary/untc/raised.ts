import { line, lineOf } from '../text.ts';
import { all, type Element } from '../tree.ts';

const isRaised = ({ name }: Element): boolean => /^sup(?:erscript)?$/i.test(name);

/**
 * A link to a note: `<a href='#3' class='noteIndex'>3</a>`, or with the whole address before the `#` if a
 * browser saved the page. A link on a name leads to statements.
 */
const isNoteLink = (element: Element): boolean =>
  element.name === 'a' &&
  /#\w{1,6}$/.test(element.attributes.href ?? '') &&
  !/#EndDec$/.test(element.attributes.href ?? '') &&
  /^\W*(?:\w{1,3}\W*)?$/.test(lineOf(element));

/** Whether an element is the index of a note rather than text. */
export const isIndex = (element: Element): boolean => isRaised(element) || isNoteLink(element);

/** Text without the indexes of notes and the commas between them. */
export const unraised = (element: Element | undefined): string =>
  lineOf(element, isIndex).replace(/(?<![\s,])[\s,]+$/, '');

/** The indexes of notes that an element links to. */
export const linkedIndexes = (element: Element): string[] =>
  all(element, 'a')
    .filter(isNoteLink)
    .map((link) => lineOf(link))
    .filter((index) => index !== '');

/**
 * Markup within the text of a file is mostly escaped and so comes out as text:
 * `<superscript>5,7</superscript>`.
 */
const escaped = /<(sup(?:erscript)?)>([^<]*)<\/\1>/gi;

/** The text of a file's element as one line, without markup or indexes. */
export const plainOf = (element: Element | undefined): string => withoutMarkup(lineOf(element, isRaised));
export const withoutMarkup = (text: string): string =>
  line(text.replace(escaped, '').replace(/<[^>]{0,300}>/g, ''));

/** The indexes of notes in a file's element. */
export const raisedIndexes = (element: Element): string[] =>
  [
    ...['superscript', 'sup'].flatMap((name) => all(element, name).map((one) => lineOf(one))),
    ...[...lineOf(element).matchAll(escaped)].map(([, , indexes = '']) => indexes),
  ]
    .flatMap((indexes) => indexes.split(',').map(line))
    .filter((index) => index !== '');
