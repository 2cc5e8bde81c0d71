import { expect, test } from 'vitest';
import { firstDayIn, monthOf } from '../../../functions/core/depositary/day.ts';

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

test('a month is known by its English name or at least its first three letters', () => {
  for (const [index, name] of months.entries())
    for (let letters = 3; letters <= name.length; letters += 1) {
      expect(monthOf(name.slice(0, letters))).toBe(index + 1);
      expect(monthOf(`${name.slice(0, letters).toUpperCase()}.`)).toBe(index + 1);
    }
});

test.each(['', 'J', 'Ju', 'Octopus', 'Marching', 'Mai', 'août', 'an'])('%s is no month', (name) =>
  expect(monthOf(name)).toBe(0),
);

test.each([
  ['6 August 1999', '1999-08-06'],
  ['27 Apr 1993', '1993-04-27'],
  ['27 Sept. 1993', '1993-09-27'],
  ['03-02-2026', '2026-02-03'],
  ['4/6/2026', '2026-06-04'],
  ['04.06.2026', '2026-06-04'],
  ['on 2026-06-04, and later', '2026-06-04'],
  ['1 March 2001 and 2 April 2002', '2001-03-01'],
  ['29 February 2024', '2024-02-29'],
  ['29 February 2023', null],
  ['31 April 2023', null],
  ['00-01-2023', null],
  ['05-13-2001', null],
  ['05-00-2001', null],
  ['6 Smarch 1999', null],
  ['1 January 1800', '1800-01-01'],
  ['31 December 1799', null],
  ['31 December 2200', '2200-12-31'],
  ['1 January 2201', null],
  ['1999', null],
  ['', null],
])('“%s” gives the day %s', (text, day) => expect(firstDayIn(text)).toBe(day));
