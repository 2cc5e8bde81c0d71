import { expect, test } from 'vitest';
import { statusFile } from '../../../support/depositary/other-documents.ts';
import { read } from '../reading.ts';

const file = Buffer.from(statusFile()).toString('latin1');
const changed = (from: string | RegExp, to: string) => {
  const other = file.replace(from, to);
  expect(other).not.toBe(file);
  return read(Buffer.from(other, 'latin1'));
};

test.each([
  ['<Titlesect>Protocol on Lists</Titlesect>', 'Protocol on Lists'],
  ['<Subtitlesect>Second Protocol on Lists</Subtitlesect>', 'Second Protocol on Lists'],
  ['<Titlesect>Protocol on Lists</Titlesect><Subtitlesect>and more</Subtitlesect>', 'Protocol on Lists'],
])('a file headed %s is called “%s”', (heading, title) =>
  expect(
    read(Buffer.from(file.replace(/<Titlesect>.*?<\/Titlesect>/, heading), 'latin1')).heading,
  ).toMatchObject({
    title,
    concluded: 'Somewhere, 16 December 1966',
    entryIntoForce: '23 March 1976',
    registration: '',
  }),
);

test('a file that has no list says only that', () => {
  expect(changed(/<Participants>[\s\S]*<\/Participants>/, '').reasons).toEqual([
    'It has no list of participants.',
  ]);
  expect(changed(/<Thead>[\s\S]*<\/Thead>/, '').whole).toBe(false);
  expect(changed(/<Tbody>[\s\S]*<\/Tbody>/, '').reasons).toEqual(['It has no list of participants.']);
});

test.each([
  ['&lt;SUPERSCRIPT&gt;1&lt;/SUPERSCRIPT&gt;'],
  ['&lt;sup&gt;1&lt;/sup&gt;'],
  ['<superscript>1</superscript>'],
  ['<sup>1</sup>'],
])('a file may raise indexes as %s', (raised) => {
  const { rows } = changed('&lt;superscript&gt;1&lt;/superscript&gt;', raised);
  expect(rows.find(({ code }) => code === 'JAM')).toMatchObject({ participant: 'Jamaica', notes: ['1'] });
});

test('a file does not point from its rows to statements', () =>
  expect(read(statusFile()).rows.every(({ declares }) => !declares)).toBe(true));

test('statements have the day that is set at their right, and no other', () => {
  const said = (text: string) => changed('</Declaration>', `${text}</Declaration>`).statements[0];
  expect(said('<text>&lt;right&gt;6 August 1999&lt;/right&gt;</text>')).toMatchObject({
    on: '1999-08-06',
    text: 'Declaration:\nIt is & remains so\n6 August 1999',
  });
  expect(said('<text>6 August 1999</text>')?.on).toBeNull();
});

test('objections and notifications are told from declarations', () => {
  const more = (name: string) =>
    `<${name}><Participant>Denmark&lt;superscript&gt;3&lt;/superscript&gt;</Participant><text>So.</text></${name}>`;
  const { statements } = changed('<EndNotes>', `${more('Notification')}${more('Objection')}<EndNotes>`);
  expect(statements.map(({ who, kind }) => [who, kind])).toEqual([
    ['Chile', 'declaration'],
    ['Denmark', 'objection'],
    ['Denmark', 'notification'],
  ]);
});

test('territories are told with who extended to them, and when', () => {
  const one = (who: string, on: string, where: string) =>
    `<Application><Participant>${who}</Participant><DateNotification>${on}</DateNotification><Territories>${where}</Territories></Application>`;
  const { territories } = changed(
    '<EndNotes>',
    `${one('Portugal', '27 Apr 1993', 'Macau')}${one('Denmark', '', 'Greenland')}<EndNotes>`,
  );
  expect(territories).toEqual([
    { who: 'Portugal', on: '1993-04-27', territories: 'Macau' },
    { who: 'Denmark', on: null, territories: 'Greenland' },
  ]);
});
