import { decode } from './decoding.ts';
import { readConventionPage } from './ilo/convention-page.ts';
import { readMatrixPage } from './ilo/matrix.ts';
import { headingOf, readMatrixFile } from './ilo/matrix-file.ts';
import { type Circumstances, judgeDraft } from './judging.ts';
import { type Draft, emptyDraft, type Reading } from './reading.ts';
import { lineOf, quoted } from './text.ts';
import { first, parseTree, type Tree } from './tree.ts';
import { readStatusFile } from './untc/file.ts';
import { isStatusPage, readStatusPage } from './untc/page.ts';
import { unwrap } from './unwrapping.ts';

/** The largest document that is read, in bytes. */
export const largestDocument = 20 * 1024 * 1024;

/**
 * Reads a depositary's document: a status page or file of the UN Treaty Collection, NORMLEX's page of one
 * convention, or its matrix of many. It never throws: the reading of any bytes says why it is not whole.
 */
export function readDocument(bytes: Uint8Array, circumstances: Circumstances): Reading {
  try {
    return judgeDraft(draftOf(bytes), circumstances);
  } catch (error) {
    const why = quoted(error instanceof Error ? error.message : String(error));
    return notRead(`It could not be read: ${why}.`, circumstances);
  }
}

/** The reading of a document that could not be read at all. */
export const notRead = (why: string, circumstances: Circumstances): Reading =>
  judgeDraft({ ...emptyDraft('unknown'), faults: [why] }, circumstances);

function draftOf(bytes: Uint8Array): Draft {
  const unwrapped = unwrap(bytes, largestDocument);
  if ('fault' in unwrapped) return { ...emptyDraft('unknown'), faults: [unwrapped.fault] };
  const { text, faults } = decode(unwrapped.bytes);
  const draft = readText(text);
  return { ...draft, faults: [...faults, ...draft.faults] };
}

function readText(text: string): Draft {
  const start = text.slice(0, 65_536);
  if (headingOf(start)) return readMatrixFile(text);
  if (/<Treaty[\s>]/.test(start)) return fromTree(text, { xml: true, end: '</Document>' }, readStatusFile);
  const page = { xml: false, end: '</html>' };
  if (/tblgrid|rptTreaty/.test(text))
    return fromTree(text, page, (tree) => (isStatusPage(tree) ? readStatusPage(tree) : unknown(text)));
  if (/firstCol|horizontalLine/.test(text) && /P11300|ratif/i.test(text))
    return fromTree(text, page, readConventionPage);
  if (/class=["'][^"']{0,100}\bgrid\b/.test(text) && /\b[CP]\d{3}\b/.test(text))
    return fromTree(text, page, readMatrixPage);
  return unknown(text);
}

function fromTree(
  text: string,
  { xml, end }: { xml: boolean; end: string },
  read: (tree: Tree) => Draft,
): Draft {
  const tree = parseTree(text, { xml });
  if (tree.cut) return { ...emptyDraft('unknown'), faults: [tree.cut] };
  const draft = read(tree);
  const isEnded = text.slice(-65_536).toLowerCase().includes(end.toLowerCase());
  return {
    ...draft,
    faults: [...(isEnded ? [] : [`It breaks off before ${end}.`]), ...draft.faults],
  };
}

/**
 * Names the title of an unknown page in the fault, because error and maintenance pages come with status 200
 * too.
 */
function unknown(text: string): Draft {
  if (/class="?(?:html-tag|line-content|start-tag)|id="?viewsource/.test(text))
    return {
      ...emptyDraft('unknown'),
      faults: ['It is the source of a page as a browser shows it: save the page itself.'],
    };
  const { root } = parseTree(text.slice(0, 65_536), { xml: false });
  const title = lineOf(first(root, ({ name }) => name === 'title'));
  const called = title === '' ? '' : `, and is called ${quoted(title)}`;
  return {
    ...emptyDraft('unknown'),
    faults: [`It has not the parts of any depositary’s document that is read${called}.`],
  };
}
