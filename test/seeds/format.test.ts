import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { NewInstrument } from '../../functions/core/instrument.ts';
import { readSeeds } from '../../seeds/format.ts';

const seeds = await readSeeds();
const seedsDir = join(import.meta.dirname, '../../seeds');
const letterOf2019 = seeds.sources.find(({ id }) => id === 'ohchr-2019-04-29');

/** The fields of an instrument that need a source. */
function factsOf(instrument: NewInstrument): string[] {
  const fields = [
    'title',
    'depositary',
    'adoptedOn',
    'adoptedAt',
    'openedForSignatureOn',
    'inForceOn',
  ] as const;
  const further = ['partialEntriesIntoForce', 'parent', 'monitoringBody', 'entryIntoForceRule'] as const;
  const stated = [...fields, ...further, 'withdrawalRule', 'acts'].filter((field) => field in instrument);
  const titles = instrument.titles.filter(({ language }) => language !== 'en');
  return [
    ...stated,
    ...titles.map(({ language }) => `titles/${language}`),
    ...instrument.references.map(({ scheme }) => `references/${scheme}`),
  ];
}

test('every dated, referenced or ruled fact of every instrument has a source that vouches for it', () => {
  const unvouched = seeds.instruments.flatMap(({ id, instrument }) => {
    const vouched = new Set(instrument.sources.flatMap(({ facts }) => facts));
    return factsOf(instrument)
      .filter((fact) => !vouched.has(fact))
      .map((fact) => `${id}: ${fact}`);
  });
  expect(unvouched).toEqual([]);
});

test('no source vouches for a fact that the instrument does not state', () => {
  const idle = seeds.instruments.flatMap(({ id, instrument }) => {
    const stated = new Set(factsOf(instrument));
    return instrument.sources.flatMap(({ facts }) =>
      facts.filter((fact) => !stated.has(fact)).map((fact) => `${id}: ${fact}`),
    );
  });
  expect(idle).toEqual([]);
});

test('the letter of 29 April 2019 names twelve instruments and leaves one class open', () => {
  const urgings = letterOf2019?.source.urgings ?? [];
  const named = urgings.flatMap((urging) => (urging.kind === 'named' ? [urging.instrument] : []));
  expect(named.sort()).toEqual([
    'iccpr',
    'iccpr-op2',
    'icpped',
    'icrmw',
    'ilo-c029',
    'ilo-p029',
    'op-cedaw',
    'op-icescr',
    'opcat',
    'opic',
    'rome-statute',
    'unesco-cade',
  ]);
  expect(urgings.filter(({ kind }) => kind === 'implied')).toMatchObject([{ class: 'human-rights' }]);
});

test('every quotation from the letter stands word for word in the bullet it is attributed to', async () => {
  const letter = await readFile(join(seedsDir, 'letters/ohchr-2019-04-29.txt'), 'utf8');
  const annex = letter.slice(letter.indexOf('## **Annex**'));
  const bullets = annex.split('\n').filter((line) => line.startsWith('- '));
  for (const { paragraph, wording } of letterOf2019?.source.urgings ?? []) {
    const number = Number(/^Annex, first heading, bullet (\d)$/.exec(paragraph)?.[1]);
    expect(bullets[number - 1], paragraph).toContain(wording);
  }
});

test('the first Optional Protocol is in the open class and not named', () => {
  const op1 = seeds.instruments.find(({ id }) => id === 'iccpr-op1');
  expect(op1?.instrument.classes).toContain('human-rights');
  expect(letterOf2019?.source.urgings).not.toContainEqual(
    expect.objectContaining({ instrument: 'iccpr-op1' }),
  );
});

test('participants are the 193 Member States and those that are none, each under one code', () => {
  const codes = seeds.states.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(seeds.states.filter(({ kind }) => kind === 'state')).toHaveLength(193);
  expect(codes).toEqual(expect.arrayContaining(['VAT', 'PSE', 'COK', 'NIU', 'EUU']));
  expect(seeds.states.find(({ code }) => code === 'CHN')?.territories).toMatchObject([
    { code: 'HKG', from: '1997-07-01' },
    { code: 'MAC', from: '1999-12-20' },
  ]);
});

test('every instrument on record has acts or checks of China, or a note that says why not', () => {
  const ofChina = seeds.participations.filter(({ state }) => state === 'CHN');
  const covered = new Set(ofChina.map(({ instrument }) => instrument));
  const silent = seeds.instruments.filter(
    ({ id, instrument }) => !covered.has(id) && !instrument.notes?.length,
  );
  expect(silent.map(({ id }) => id)).toEqual([]);
});

test('acts are listed in the order of the days on which they were done', () => {
  for (const { instrument, actions, checks } of seeds.participations) {
    const days = actions.map(({ action }) => action.doneOn);
    expect(days, instrument).toEqual(days.toSorted());
    expect(
      checks.map(({ on }) => on),
      instrument,
    ).toEqual(checks.map(({ on }) => on).toSorted());
  }
});

type Edit = { file: string; from: string; to: string };

/** Reads a copy of the seeds in which `from` is replaced once by `to`. */
async function readEdited({ file, from, to }: Edit) {
  const dir = await mkdtemp(join(tmpdir(), 'seeds-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await cp(seedsDir, dir, { recursive: true });
  const text = await readFile(join(dir, file), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(dir, file), text.replace(from, to));
  return readSeeds(dir);
}

test.each<[string, Edit, string]>([
  [
    'a citation of an unknown source',
    { file: 'instruments/iccpr.json', from: '"cite": "S29"', to: '"cite": "S999"' },
    '"S999" is not in bibliography.json',
  ],
  [
    'a citation that raises its tier',
    { file: 'states/CHN.json', from: '"cite": "S52"', to: '"cite": "S52", "tier": "primary"' },
    'cannot be cited as primary',
  ],
  [
    'a seed key used twice',
    { file: 'states/CHN.json', from: '"chn-ilo-c029-approval"', to: '"chn-ilo-c029-ratification"' },
    '"chn-ilo-c029-ratification" is used twice',
  ],
  [
    'a wording that the letter does not hold',
    {
      file: 'sources/ohchr-2019-04-29.json',
      from: 'the International Covenant',
      to: 'the Universal Covenant',
    },
    '/urgings/0/wording: does not stand word for word in ohchr-2019-04-29.txt',
  ],
  [
    'a letter that is not there',
    { file: 'sources/ohchr-2019-04-29.json', from: '2019-04-29.txt', to: '2019-04-30.txt' },
    'sources/ohchr-2019-04-29.json#/letter: "ohchr-2019-04-30.txt" is not in letters',
  ],
  [
    'a named instrument that is not on record',
    { file: 'sources/upr-2024-greece.json', from: '"instrument": "iccpr"', to: '"instrument": "iccpr-op9"' },
    '"iccpr-op9" is not on record',
  ],
  [
    'a parent that is not on record',
    { file: 'instruments/opcat.json', from: '"parent": "cat"', to: '"parent": "dog"' },
    'instruments/opcat.json#/parent: "dog" is not on record',
  ],
  [
    'a field that the record does not know',
    { file: 'instruments/opcat.json', from: '"adoptedAt"', to: '"adoptedIn"' },
    'seeds/instruments/opcat.json#/adoptedIn: there is no such member',
  ],
  [
    'a number where a text belongs',
    { file: 'instruments/opcat.json', from: '"2002-12-18"', to: '20021218' },
    'opcat.json#/adoptedOn: a calendar day as YYYY-MM-DD is expected',
  ],
  [
    'an identifier that is a number',
    { file: 'instruments/opcat.json', from: '"id": "opcat"', to: '"id": 7' },
    'opcat.json#/id: a string is expected',
  ],
  [
    'a member that is missing',
    { file: 'instruments/opcat.json', from: '"adoptedOn": "2002-12-18",', to: '' },
    'opcat.json#/adoptedOn: it is missing',
  ],
  [
    'a kind of act that is none',
    { file: 'states/CHN.json', from: '"kind": "ratification"', to: '"kind": "ratified"' },
    '/kind: one of ',
  ],
  [
    'a day that is none',
    { file: 'instruments/opcat.json', from: '"2002-12-18"', to: '"2002-12-32"' },
    'opcat.json#/adoptedOn: a calendar day as YYYY-MM-DD is expected',
  ],
  [
    'a territory that is none of the State’s',
    { file: 'states/CHN.json', from: '"territory": "HKG"', to: '"territory": "TWN"' },
    '"CHN/TWN" is not on record',
  ],
])('%s is refused, naming the file and the place', async (_, edit, message) => {
  await expect(readEdited(edit)).rejects.toThrow(message);
});

test('everything wrong in several files is told in one run, each once', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'seeds-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await cp(seedsDir, dir, { recursive: true });
  const edit = async (file: string, from: string, to: string) => {
    const text = await readFile(join(dir, file), 'utf8');
    await writeFile(join(dir, file), text.replace(from, to));
  };
  await edit('instruments/iccpr.json', '"cite": "S29"', '"cite": "S999"');
  await edit('instruments/opcat.json', '"2002-12-18"', '"2002-12-32"');
  await edit('sources/ohchr-2019-04-29.json', '2019-04-29.txt', '2019-04-30.txt');
  await writeFile(
    join(dir, 'sources', 'latin.json'),
    Buffer.from([0x7b, 0x22, 0xe9, 0x22, 0x3a, 0x31, 0x7d]),
  );
  const told = await readSeeds(dir).then(
    () => [],
    (error: Error) => error.message.split('\n'),
  );
  expect(told.map((line) => line.replace(/:.*/, '')).sort()).toEqual([
    expect.stringMatching(/^seeds\/instruments\/iccpr\.json#\//),
    'seeds/instruments/opcat.json#/adoptedOn',
    'seeds/sources/latin.json#',
    'seeds/sources/ohchr-2019-04-29.json#/letter',
  ]);
});
