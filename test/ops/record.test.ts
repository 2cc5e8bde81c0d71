import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { storeOf, withRecord } from '../support/record-fixture.ts';
import { at, ops } from './cli.ts';

let table: TestTable;
let store: Store;
beforeEach(async () => {
  table = await freshTable({ isTold: true });
  store = await withRecord(table);
});

const ratification = ['--kind', 'ratification', '--done-on', '2022-08-12', '--source-title', 'ILO register'];
const cited = [...ratification, '--source-symbol', 'C029', '--source-seen-on', '2022-09-01'];
const record = (args: string[], stdin = '') =>
  ops(['record', 'CHN', 'ilo-c029', ...args, ...at(table)], { stdin });
const actions = () => storeOf(table).record.read(async ({ holdings }) => (await holdings('CHN')).actions);

test('an act is shown with what it changes, and recorded once confirmed', async () => {
  const { code, out, err } = await record([...cited, '--by', 'desk'], 'y\n');
  expect(code).toBe(0);
  expect(err).toMatch(/status +no-action +party/);
  expect(err).toMatch(/open acts +ratification +none/);
  expect(err).toContain('treaty.action.recorded, treaty.status.changed');
  expect(out).toMatch(/^Recorded act_\w{26}: changes \d+, \d+; status no-action → party\.\n$/);
  expect(await actions()).toEqual([
    expect.objectContaining({ kind: 'ratification', doneOn: '2022-08-12', recordedBy: 'desk' }),
  ]);
});

test.each([
  ['no', 'n\n', []],
  ['an end of the input', '', []],
  ['--dry-run', '', ['--dry-run']],
])('%s records nothing', async (_what, stdin, more) => {
  const before = await store.record.head();
  const { out, err } = await record([...cited, ...more], stdin);
  expect(out).toBe('');
  expect(err.toLowerCase()).toContain('nothing was written');
  expect(await storeOf(table).record.head()).toEqual(before);
});

test('it asks for what the flags leave open, and again where an answer does not fit', async () => {
  const answers = ['CHN', 'ilo-c029', 'ratify', 'ratification', '12 August', '2022-08-12', '', '', ''];
  const source = ['ILO register', '', '', 'C029', ''];
  const stdin = [...answers, ...source, 'yes', ''].join('\n');
  const { code, err } = await ops(['record', ...at(table)], { stdin });
  expect(err).toContain('a calendar day as YYYY-MM-DD is expected');
  expect(code).toBe(0);
  expect(await actions()).toEqual([expect.objectContaining({ kind: 'ratification', doneOn: '2022-08-12' })]);
});

test('it asks again for a place that is not on record, and for what the kind of act needs', async () => {
  await record([...cited, '--kind', 'reservation', '--text', 'Not article 1', '--yes']);
  const [reservation] = await actions();
  const place = ['China', 'chn', 'c29', 'ILO-C029'];
  const act = ['withdrawal', '2022-08-13', '', '', '', 'article 1', reservation?.id];
  const source = ['ILO register', '', 'ilo.org/register', '', '', 'C029', '', 'y'];
  const stdin = [...place, ...act, ...source].join('\n');
  const { err } = await ops(['record', ...at(table)], { stdin });
  expect(err).toContain('China is no code; that of China is CHN.');
  expect(err).toContain('There is no instrument c29; ');
  expect(err).toContain('an action id such as act_01J… is expected');
  expect(err).toContain('an http or https URL is expected');
  expect(err).toContain('Source: symbol? ');
  expect(err).toContain('An answer is needed.');
  expect((await actions()).at(-1)).toMatchObject({ kind: 'withdrawal', refersTo: reservation?.id });
});

test('of a source that nobody has verified it asks why, and for no symbol', async () => {
  const act = ['CHN', 'ilo-c029', 'ratification', '2022-08-12', '', '', ''];
  const source = ['A newspaper', 'unverified', '', '', '', '', 'The register was not to be had.', 'y'];
  const { code, err } = await ops(['record', ...at(table)], { stdin: [...act, ...source].join('\n') });
  expect(err).toContain('Source: symbol (Enter: none)?');
  expect(err).toContain('Source: why it is unverified?');
  expect(code).toBe(0);
  expect((await actions()).at(-1)).toMatchObject({
    sources: [{ tier: 'unverified', note: 'The register was not to be had.' }],
  });
});

test.each([
  [['CHN', 'C029'], 'There is no instrument C029; perhaps ilo-c029 is meant.'],
  [['CN', 'ilo-c029'], 'There is no State CN.'],
  [['CHN', 'ilo-c029', '--kind', 'ratified'], '--kind: one of '],
  [['CHN', 'ilo-c029', '--done-on', '12/08/2022'], '--done-on: a calendar day as YYYY-MM-DD is expected'],
  [['CHN', 'ilo-c029', '--source-tier', 'best'], '--source-tier: one of primary'],
])('%j is refused before anything is asked', async (args, why) => {
  const { code, out, err } = await ops(['record', ...args, ...at(table)]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err.split('\n')[1]).toContain(why);
  expect(err).not.toContain('?');
});

test('it refuses in the words of the API, by pointer', async () => {
  const early = await record([...cited, '--done-on', '1929-01-01', '--yes']);
  expect(early).toMatchObject({ code: 1, out: '' });
  expect(early.err).toContain('1929-01-01 is before the adoption of ilo-c029 on 1930-06-28. (/doneOn)');
  const unsourced = await record([...ratification, '--yes']);
  expect(unsourced.code).toBe(1);
  expect(unsourced.err).toContain('a source needs a url or a document symbol');
  expect(unsourced.err).toContain('/sources/0/url');
  expect((await record(['--yes'])).err).toContain('With --yes give --kind, --done-on, --source-title too.');
  expect(await actions()).toEqual([]);
});

test('an act is amended, retracted and restored, each with its reason', async () => {
  await record([...cited, '--yes']);
  const [act] = await actions();
  const correct = (of: string, ...args: string[]) =>
    ops(['correct', 'CHN', 'ilo-c029', of, ...args, '--yes', '--json', ...at(table)]);
  const amended = await correct(act?.id ?? '', '--amend', '--done-on', '2022-08-13', '--reason', 'A slip');
  expect(amended.code).toBe(0);
  const retracted = await correct(act?.id ?? '', '--retract', '--reason', 'Another treaty');
  expect(JSON.parse(retracted.out).status).toEqual({ from: 'party', to: 'no-action' });
  const restored = await correct(JSON.parse(retracted.out).action, '--retract', '--reason', 'It was right');
  expect(JSON.parse(restored.out).status).toEqual({ from: 'no-action', to: 'party' });
  expect((await actions()).map(({ corrects }) => corrects?.reason)).toEqual([
    undefined,
    'A slip',
    'Another treaty',
    'It was right',
  ]);
  expect((await correct(act?.id ?? '', '--reason', 'why')).code).toBe(2);
});

test('an amendment from a file that states half an act is told of the flags', async () => {
  await record([...cited, '--yes']);
  const [act] = await actions();
  const file = join(await mkdtemp(join(tmpdir(), 'amending-')), 'act.json');
  await writeFile(file, '{"doneOn":"2022-08-13"}');
  const asked = ['--amend', '--file', file, '--reason', 'A slip', '--yes', ...at(table)];
  const { code, err } = await ops(['correct', 'CHN', 'ilo-c029', act?.id ?? '', ...asked]);
  expect(code).toBe(1);
  expect(err).toContain('leave --file out and give its flag, such as --done-on.');
});

test.each([
  ['an empty reason', ''],
  ['a blank reason', ' '],
  ['a long reason', 'r'.repeat(2001)],
])('%s is refused before anything is shown, as the API refuses it', async (_what, reason) => {
  await record([...cited, '--yes']);
  const recorded = await actions();
  for (const how of [['--retract'], ['--amend', '--done-on', '2022-08-13']]) {
    const correct = [
      'correct',
      'CHN',
      'ilo-c029',
      recorded[0]?.id ?? '',
      ...how,
      '--reason',
      reason,
      '--yes',
    ];
    const { code, out, err } = await ops([...correct, ...at(table)]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('The body is refused: /reason: ');
    expect(err.trim().split('\n')).toHaveLength(2);
  }
  expect(await actions()).toEqual(recorded);
});

test.each(['', ' ', 'b'.repeat(101)])('nobody records or corrects under the name "%s"', async (by) => {
  const line = '--by takes a text of 1 to 100 characters that are not all blanks.\n';
  const refused = { code: 2, out: '', err: line };
  expect(await record([...cited, '--yes', '--by', by])).toEqual(refused);
  const correct = ['correct', 'CHN', 'ilo-c029', 'act_1', '--retract', '--reason', 'A slip', '--by', by];
  expect(await ops([...correct, ...at(table)])).toEqual(refused);
});

const dirOf = () => mkdtemp(join(tmpdir(), 'act-'));
const act = {
  kind: 'ratification',
  doneOn: '2022-08-12',
  text: 'Déposé à Genève',
  sources: [{ title: 'ILO register', symbol: 'C029', seenOn: '2022-09-01', tier: 'primary' }],
};

test.each<[string, (json: string) => Uint8Array, RegExp]>([
  ['Latin-1', (json) => Buffer.from(json, 'latin1'), /act\.json is not UTF-8 \(line 1\).*save it as UTF-8/],
  ['UTF-16', (json) => Buffer.from(`\ufeff${json}`, 'utf16le'), /act\.json is in UTF-16; save it as UTF-8/],
  ['JSON with half a surrogate', () => Buffer.from('{"text":"\\ud83d"}'), /half a surrogate pair/],
])('a file in %s is refused, and nothing is recorded', async (_, encode, why) => {
  const file = join(await dirOf(), 'act.json');
  await writeFile(file, encode(JSON.stringify(act)));
  const { code, err } = await record(['--file', file, '--yes']);
  expect(code).toBe(1);
  expect(err).toMatch(why);
  expect(await actions()).toEqual([]);
});

test('a file in UTF-8 may begin with a byte-order mark', async () => {
  const file = join(await dirOf(), 'act.json');
  await writeFile(file, `\ufeff${JSON.stringify(act)}`);
  expect((await record(['--file', file, '--yes'])).code).toBe(0);
  expect(await actions()).toMatchObject([{ text: 'Déposé à Genève' }]);
});

test('a flag that was not given in UTF-8 is refused', async () => {
  const { code, err } = await record([...cited, '--text', 'D\ufffdpos\ufffd', '--yes']);
  expect(code).toBe(1);
  expect(err).toContain('was not given in UTF-8');
  expect(await actions()).toEqual([]);
});

test('what is irregular about an act is said before it is recorded', async () => {
  const { err } = await record([...cited, '--kind', 'accession', '--dry-run']);
  expect(err).toContain('Irregular: ilo-c029 provides for ratification, not for accession.');
});
