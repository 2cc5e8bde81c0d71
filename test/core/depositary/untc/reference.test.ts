import { describe, expect, test } from 'vitest';
import {
  agree,
  referenceInAddress,
  referenceInHeading,
  treatyPage,
} from '../../../../functions/core/depositary/untc/reference.ts';

test.each([
  ['https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=IV-4&chapter=4', 'IV-4'],
  ['./ViewDetails.aspx?mtdsg_no=IV-9-b&clang=_en', 'IV-9-b'],
  ['x?mtdsg_no=XI-A-16', 'XI-A-16'],
  ['x?mtdsg_no=III-2~7a', 'III-2-7a'],
  ['https://treaties.un.org/doc/Publication/MTDSG/Volume%20I/Chapter%20IV/IV-5.en.pdf', 'IV-5'],
  ['https://treaties.un.org/doc/Chapter%20IV/IV-11-b.fr.xml', 'IV-11-b'],
  ['x?mtdsg_no=4', null],
  ['https://treaties.un.org/doc/IV-5.en.docx', null],
  ['', null],
])('the address %s is of %s', (address, reference) => expect(referenceInAddress(address)).toBe(reference));

test.each([
  ['CHAPTER IV', '', '5. Protocol on Lists', 'IV-5'],
  ['Chapter iv', '', '5. Protocol on Lists', 'IV-5'],
  ['CHAPTER IV', '', '9. b Optional Protocol', 'IV-9-b'],
  ['CHAPTER XI', 'A.', '16. Convention', 'XI-A-16'],
  ['CHAPTER XI', 'ab', '16. Convention', 'XI-16'],
  ['CHAPTER', '', '5. Protocol', null],
  ['CHAPTER IV', '', 'Protocol on Lists', null],
  ['', '', '', null],
])('“%s”, “%s” and “%s” are printed for %s', (chapter, part, title, reference) =>
  expect(referenceInHeading(chapter, part, title)).toBe(reference),
);

describe('two references agree', () => {
  test.each([
    ['IV-4', 'IV-4', true],
    ['XI-16', 'XI-A-16', true],
    ['XI-A-16', 'XI-16', true],
    ['XI-A-16', 'XI-A-17', false],
    ['IV-4', 'IV-5', false],
    ['IV-9', 'IV-9-b', false],
  ])('%s and %s: %s', (one, other, expected) => expect(agree(one, other)).toBe(expected));
});

test.each([
  ['I', 1],
  ['II', 2],
  ['III', 3],
  ['IV', 4],
  ['VI', 6],
  ['IX', 9],
  ['XI', 11],
  ['XIV', 14],
  ['XVIII', 18],
  ['XXIX', 29],
  ['XL', 40],
  ['LX', 60],
])('chapter %s is %i in the address of a status page', (roman, chapter) =>
  expect(treatyPage(`${roman}-4`)).toBe(
    `https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=${roman}-4&chapter=${chapter}&clang=_en`,
  ),
);

test('what is no reference has no address', () => {
  expect(treatyPage('C029')).toBeUndefined();
  expect(treatyPage('-4')).toBeUndefined();
});
