import { describe, expect, test } from 'vitest';
import { compare } from '../../../../functions/core/depositary/comparing/compare.ts';
import {
  type HeldAct,
  heldByParticipant,
  heldOf,
} from '../../../../functions/core/depositary/comparing/held.ts';
import { heldInReading } from '../../../../functions/core/depositary/comparing/held-in-reading.ts';
import type { Reading } from '../../../../functions/core/depositary/reading.ts';
import { act } from '../../../support/core-builders.ts';
import { matrixPage } from '../../../support/depositary/other-documents.ts';
import { type PageRow, someRows, statusPage } from '../../../support/depositary/status-page.ts';
import { read } from '../reading.ts';

const page = (more: PageRow[], status?: string): Reading =>
  read(statusPage({ rows: [...someRows, ...more], ...(status && { status }) }));
const before = heldInReading(page([]));
const types = (reading: Reading, held = before) => compare(reading, { held }).map(({ type }) => type);

const acceded = (participant: string, date = '1 Jan 2001 a'): PageRow => ({ participant, cells: ['', date] });

describe('participants', () => {
  test.each(['African Union', 'Montserrat'])(
    '%s, whom the record does not follow, differ in nothing',
    (who) => expect(types(page([acceded(who)]))).toEqual([]),
  );

  test('of whom an earlier document knew nothing are unknown still, and missed by nobody', () => {
    const [found] = compare(
      page([{ participant: 'Ruritania', cells: ['3 Feb 2004', '2 Mar 2024 1 Mar 2025 a'] }]),
      {
        held: before,
      },
    );
    expect(found).toMatchObject({
      id: 'participant-unknown|Ruritania|accession|2025-03-01',
      kind: 'accession',
      newParticipant: false,
      plain: false,
      summary: 'Ruritania: Nobody on record is called “Ruritania”.',
    });
    const [empty] = compare(page([{ participant: 'Ruritania', cells: ['', ''] }]), { held: before });
    expect(empty).toMatchObject({
      id: 'participant-unknown|Ruritania||',
      kind: null,
      on: null,
      withdrawn: false,
    });
    const earlier = heldInReading(page([acceded('Ruritania')]));
    expect([...earlier.keys()]).toEqual(['ALB', 'CHL', 'CIV', 'JAM', 'NER', 'TUR']);
  });

  test('under an earlier and a later name are compared as one, and leave a second act to a person', () => {
    const twice = (...dates: string[]) =>
      compare(page(dates.map((date, at) => acceded(['Swaziland', 'Eswatini'][at] ?? '', date))), {
        held: new Map([...before, ['SWZ', [{ kind: 'accession', on: '2001-01-01', withdrawn: false }]]]),
      });
    expect(twice('', '1 Jan 2001 a')).toEqual([]);
    expect(twice('', '2 Jan 2001 a')).toMatchObject([{ participant: 'Eswatini', code: 'SWZ' }]);
    expect(twice('2 Jan 2001 a', '')).toMatchObject([{ participant: 'Swaziland', code: 'SWZ' }]);
    expect(twice('', '')).toMatchObject([{ participant: 'Swaziland', type: 'act-gone' }]);
    expect(twice('1 Jan 2001 a', '2 Jan 2001 a')).toMatchObject([
      { type: 'new-act', code: 'SWZ', on: '2001-01-02', plain: false },
    ]);
  });

  test('of whom nobody knows are told each by its own name', () => {
    const strangers = [acceded('Ruritania'), acceded('Freedonia', '1 Jan 2002 a')];
    expect(compare(page(strangers), { held: before }).map(({ id }) => id)).toEqual([
      'participant-unknown|Ruritania|accession|2001-01-01',
      'participant-unknown|Freedonia|accession|2002-01-01',
    ]);
  });

  test('that the record does not follow add nothing to one that has the same code', () => {
    const reading = page([acceded('Zambia'), acceded('Montserrat', '1 Jan 2002 a')]);
    const rows = reading.rows.map((row) => (row.outside ? { ...row, code: 'ZMB' } : row));
    expect(compare({ ...reading, rows }, { held: before }).map(({ on, plain }) => [on, plain])).toEqual([
      ['2001-01-01', true],
    ]);
  });

  test('with nothing on record but an empty list are new', () => {
    const held = new Map([...before, ['ZMB', []]]);
    expect(compare(page([acceded('Zambia')]), { held })[0]).toMatchObject({
      newParticipant: true,
      plain: true,
    });
  });

  test('are not missed in a matrix, which has only members', () => {
    const matrix = read(matrixPage([{ country: 'China', years: ['2022', '', ''] }], ['C029']));
    expect(
      types(matrix, new Map([['CHL', [{ kind: 'ratification', on: '1933-05-31', withdrawn: false }]]])),
    ).toEqual(['new-act']);
  });
});

describe('printed counts', () => {
  const differ = (reading: Reading, held: ReadonlyMap<string, HeldAct[]> | typeof before = before) =>
    compare(reading, { held }).map(({ id, summary, newParticipant, withdrawn }) => ({
      id,
      summary,
      newParticipant,
      withdrawn,
    }));

  test('include those whom the record does not follow, and no act of theirs that no longer counts', () => {
    expect(differ(page([acceded('African Union')]))).toEqual([]);
    expect(differ(page([acceded('African Union', '[1 Jan 2001 a]')]))).toEqual([]);
    expect(differ(page([{ participant: 'African Union', cells: ['1 Jan 2001', ''] }]))).toEqual([]);
  });

  test('that neither side explains are said, each of its own', () => {
    const reading = { ...page([]), counts: { signatories: 7, parties: 4 } };
    expect(differ(reading)).toEqual([
      {
        id: 'counts-differ|signatories||',
        summary: 'signatories: The document counts 7 signatories, the record 3.',
        newParticipant: false,
        withdrawn: false,
      },
    ]);
  });

  test('that are not printed, or are those of another depositary, are no question', () => {
    const counts = { signatories: null, parties: null };
    expect(differ({ ...page([]), counts })).toEqual([]);
    expect(
      differ({ ...page([]), counts: { signatories: 7, parties: 9 }, document: 'normlex-convention' }),
    ).toEqual([]);
  });

  test('say nothing beside other differences, of a record of nobody, or of a withdrawal without a stated effect', () => {
    const counts = { signatories: 7, parties: 9 };
    expect(types({ ...page([acceded('Zambia')]), counts })).toEqual(['new-act']);
    expect(types({ ...page([]), rows: [], counts }, new Map())).toEqual([]);
    const unsure = new Map([
      ...before,
      ['NER', [{ kind: 'accession', on: '1986-03-07', withdrawn: false, pending: true } as HeldAct]],
    ]);
    expect(types({ ...page([]), counts }, unsure)).toEqual([]);
  });
});

describe('what the record would have a document show', () => {
  const shown = (effectiveOn: string | undefined, asOf: string) =>
    heldOf(
      [act('accession', '1980-11-14'), act('denunciation', '1998-05-26', effectiveOn ? { effectiveOn } : {})],
      asOf,
    )[0];

  test('an act is out from the very day on which its denunciation takes effect', () => {
    expect(shown('1998-08-26', '1998-05-25')).toEqual({
      kind: 'accession',
      on: '1980-11-14',
      withdrawn: false,
    });
    expect(shown('1998-08-26', '1998-08-25')).toMatchObject({ withdrawn: false, denounced: true });
    expect(shown('1998-08-26', '1998-08-25')).not.toHaveProperty('pending');
    expect(shown('1998-08-26', '1998-08-26')).toEqual({
      kind: 'accession',
      on: '1980-11-14',
      withdrawn: true,
    });
    expect(shown(undefined, '1998-08-26')).toEqual({
      kind: 'accession',
      on: '1980-11-14',
      withdrawn: false,
      pending: true,
    });
  });

  test('only a rescission takes a denunciation back', () => {
    const left = act('denunciation', '1998-05-26', { effectiveOn: '1998-08-26' });
    const about = (kind: 'communication' | 'rescission') =>
      heldOf(
        [act('accession', '1980-11-14'), left, act(kind, '1998-06-01', { refersTo: left.id })],
        '2000-01-01',
      );
    expect(about('communication')).toMatchObject([{ withdrawn: true }]);
    expect(about('rescission')).toMatchObject([{ withdrawn: false, denounced: true }]);
  });

  test('each participant has its own acts', () => {
    const acts = [act('accession', '1980-11-14'), act('signature', '1979-01-01', { state: 'CHL' })];
    expect([...heldByParticipant(acts, '2000-01-01')]).toEqual([
      ['CHN', [{ kind: 'accession', on: '1980-11-14', withdrawn: false }]],
      ['CHL', [{ kind: 'signature', on: '1979-01-01', withdrawn: false }]],
    ]);
  });
});
