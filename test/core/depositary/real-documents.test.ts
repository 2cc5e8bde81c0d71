import { describe, expect, test } from 'vitest';
import { compare } from '../../../functions/core/depositary/comparing/compare.ts';
import { heldInReading } from '../../../functions/core/depositary/comparing/held-in-reading.ts';
import { areHere, bytesOf, jsonOf, namesIn } from '../../support/depositary/real-documents.ts';
import { participants, read } from './reading.ts';

const pages = namesIn('un-2026-02-03', '.html');
const page = (name: string) => read(bytesOf(`un-2026-02-03/${name}.html`));
const file = (name: string) => read(bytesOf(`un-2018-01/${name}.en.xml`), { statusAsAt: '2018-01-15' });

describe.runIf(areHere)('real documents', () => {
  test('all status pages are whole', () => {
    expect(pages.length).toBeGreaterThan(0);
    for (const name of pages)
      expect(page(name), name).toMatchObject({
        reference: name,
        statusAsAt: '2026-02-03',
        whole: true,
        reasons: [],
      });
  });

  test('no status page is whole without its marks of accession', () => {
    for (const name of pages) {
      const text = bytesOf(`un-2026-02-03/${name}.html`).toString();
      const { reasons } = read(text.replaceAll(/(\d{4}) a(?=\s*\]?\s*<)/g, '$1'));
      expect(reasons, name).toMatchObject([expect.stringMatching(/have ratified without a signature/)]);
    }
  });

  test('status files are whole, or say truly why not', () => {
    const not = Object.fromEntries(
      namesIn('un-2018-01', '.en.xml').flatMap((name) => {
        const { reference, whole, reasons } = file(name);
        expect(reference).toBe(name);
        return whole ? [] : [[name, reasons.at(-1)]];
      }),
    );
    expect(not).toEqual({
      'IV-4': 'It has no list of participants.',
      'V-3': 'It prints 23 signatories, and its dates give 22.',
      'VII-9': 'It prints 53 parties, and its dates give 54.',
    });
  });

  test('the matrix of fundamental instruments is whole', () => {
    const [name = ''] = namesIn('ilo', '.csv');
    const reading = read(bytesOf(`ilo/${name}.csv`));
    expect(reading).toMatchObject({ whole: true, statusAsAt: '2026-06-04', reasons: [] });
    const china = reading.rows.find(({ code }) => code === 'CHN')?.cells ?? [];
    const has = china.map(({ column }) => reading.columns[column]);
    expect(['C187', 'P029', 'C087', 'C098'].filter((code) => has.includes(code))).toEqual([]);
  });

  test.each(['IV-5', 'IV-9-b', 'IV-13', 'IV-15'])(
    '%s reads as another parser read it, to the letter',
    (name) => {
      const expected = jsonOf(`expected/${name}.json`);
      const { heading, counts, columns, rows, reference, statusAsAt } = page(name);
      expect({ mtdsgNo: reference, statusAsAt, columns, ...counts, ...heading }).toEqual({
        ...pick(expected, ['mtdsgNo', 'statusAsAt', 'columns', 'signatories', 'parties']),
        ...pick(expected, ['title', 'concluded', 'entryIntoForce', 'registration']),
      });
      const ours = rows.map(({ participant, notes, declares, cells }) => ({
        participant,
        notes,
        hasDeclarations: declares,
        cells: cells.map(({ kind, on, withdrawn, column }) => ({
          column: columns[column],
          date: on,
          kind,
          withdrawn,
        })),
      }));
      const theirs = (expected.rows as { cells: object[] }[]).map(({ cells, ...row }) => ({
        ...row,
        cells: cells.map((cell) => pick(cell, ['column', 'date', 'kind', 'withdrawn'])),
      }));
      expect(ours).toEqual(theirs);
    },
  );

  test('every printed name means whom it should', () => {
    for (const { printed, id } of jsonOf('expected/names.json').all)
      expect(participants(printed, null)?.code ?? null, printed).toBe(id === 'CHN/HKG' ? 'HKG' : id);
  });

  test('a withdrawal that left a note alone is seen in a record without it', () => {
    const dated = new Map([...heldInReading({ ...page('IV-4'), notes: [] })]);
    expect(compare(page('IV-4'), { held: dated }).map(({ type, code }) => [type, code])).toEqual([
      ['leaving-noted', 'PRK'],
    ]);
  });

  test.each(['IV-5', 'IV-9-b', 'IV-16'])('%s differs from 2018 to 2026 in exactly what happened', (name) => {
    const expected = jsonOf(`expected/diff-2018-2026-${name}.json`);
    const differences = compare(page(name), { held: heldInReading(file(name)), since: '2018-01-15' });
    const of = (type: string) =>
      differences
        .filter((one) => one.type === type)
        .map(({ participant, kind, on }) => `${participant} ${kind} ${on}`);
    const act = ({ participant, kind, date }: Record<string, string>) => `${participant} ${kind} ${date}`;
    expect(of('new-act').sort()).toEqual(expected.new.map(act).sort());
    expect(of('act-withdrawn')).toEqual(expected.withdrawn.map(act));
    expect(differences).toHaveLength(expected.new.length + expected.withdrawn.length);
    const joined = new Set(differences.filter((one) => one.newParticipant).map((one) => one.participant));
    expect([...joined].sort()).toEqual(expected.newParticipants.sort());
  });
});

const pick = (from: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
