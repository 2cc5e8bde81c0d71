import { decode } from './decoding.ts';
import { readConventionPage } from './ilo/convention-page.ts';
import { codesOf, readMatrixFile, readMatrixPage } from './ilo/matrix.ts';
import { type Circumstances, judge } from './judging.ts';
import { type Draft, emptyDraft, type Reading } from './reading.ts';
import { lineOf, quoted } from './text.ts';
import { first, parseTree, type Tree } from './tree.ts';
import { readStatusFile } from './untc/file.ts';
import { readStatusPage } from './untc/page.ts';

/** The largest document that is looked at, in bytes. */
export const mostBytes = 20 * 1024 * 1024;

/**
 * What a depositary's document says: a status page or file of the UN Treaty Collection, or NORMLEX's page of one
 * convention or matrix of many. Whatever the bytes are, the answer is a reading, and says why it is not whole.
 */
export function readDocument(bytes: Uint8Array, circumstances: Circumstances): Reading {
  try {
    return judge(draftOf(bytes), circumstances);
  } catch (error) {
    const faults = [
      `It could not be read: ${quoted(error instanceof Error ? error.message : String(error))}.`,
    ];
    return judge({ ...emptyDraft('unknown'), faults }, circumstances);
  }
}

function draftOf(bytes: Uint8Array): Draft {
  if (bytes.byteLength > mostBytes)
    return { ...emptyDraft('unknown'), faults: [`It is larger than ${mostBytes / 1024 / 1024} MB.`] };
  const { text, faults } = decode(bytes);
  const draft = readText(text);
  return { ...draft, faults: [...faults, ...draft.faults] };
}

function readText(text: string): Draft {
  const start = text.slice(0, 4096).trimStart();
  if (start.startsWith('<?xml') || start.startsWith('<Document')) {
    if (/<Treaty>/.test(text.slice(0, 65_536)))
      return fromTree(text, { xml: true, end: '</Document>' }, readStatusFile);
  }
  if (start.startsWith('<')) {
    if (text.includes('InnerPage_tblgrid') || text.includes('InnerPage_rptTreaty'))
      return fromTree(text, { xml: false, end: '</html>' }, readStatusPage);
    if (/firstCol|horizontalLine/.test(text) && /P11300|ratif/i.test(text))
      return fromTree(text, { xml: false, end: '</html>' }, readConventionPage);
    if (/class=["'][^"']{0,100}\bgrid\b/.test(text) && /\b[CP]\d{3}\b/.test(text))
      return fromTree(text, { xml: false, end: '</html>' }, readMatrixPage);
    return unknown(text);
  }
  const [heading = ''] = start.split('\n', 1);
  return heading.includes(',') && codesOf(heading.split(',')) ? readMatrixFile(text) : unknown('');
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

/** Errors and notices of maintenance come with status 200 too: what they are called helps whoever looks. */
function unknown(text: string): Draft {
  const { root } = parseTree(text.slice(0, 65_536), { xml: false });
  const title = lineOf(first(root, ({ name }) => name === 'title'));
  const called = title === '' ? '' : `, and is called ${quoted(title)}`;
  return {
    ...emptyDraft('unknown'),
    faults: [`It has not the parts of any depositary’s document that is read${called}.`],
  };
}
