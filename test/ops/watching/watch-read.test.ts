import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { statusFile } from '../../support/depositary/other-documents.ts';
import { someRows, statusPage } from '../../support/depositary/status-page.ts';
import { ops } from '../cli.ts';

let folder: string;
const saved = async (name: string, content: string | Uint8Array): Promise<string> => {
  await writeFile(join(folder, name), content);
  return join(folder, name);
};
const read = (...args: string[]) =>
  ops(['watch', 'read', ...args, '--dry-run'], { env: { DATA_DIR: join(folder, 'none') } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
});

test('a saved page is read without a service, a directory of data or a trace', async () => {
  const { code, out } = await read(await saved('page.html', statusPage({ chapter: 'XXVII' })), '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    reading: {
      reference: 'XXVII-5',
      statusAsAt: '2026-02-03',
      whole: true,
      reasons: [],
      signatories: 3,
      parties: 4,
      rows: expect.arrayContaining([
        {
          participant: 'Albania',
          code: 'ALB',
          cells: [{ kind: 'accession', on: '2007-10-04', withdrawn: false }],
        },
      ]),
    },
    differences: [],
  });
  expect(await readdir(folder)).toEqual(['page.html']);
});

test('two saved documents are compared with each other', async () => {
  const rows = someRows.map((row) =>
    row.participant === 'Niger' ? { ...row, cells: ['', '[7 Mar 1986 a]'] } : row,
  );
  const page = await saved('later.html', statusPage({ rows }));
  const { out } = await read(page, '--against', await saved('earlier.xml', statusFile()), '--json');
  expect(JSON.parse(out).differences).toMatchObject([
    {
      type: 'act-withdrawn',
      participant: 'Niger',
      code: 'NER',
      kind: 'accession',
      on: '1986-03-07',
      withdrawn: true,
    },
  ]);
});

test('nothing is compared with a document that is not whole', async () => {
  const broken = await saved('broken.html', statusPage().slice(0, 900));
  const { code, out, err } = await read(await saved('page.html', statusPage()), '--against', broken);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/broken\.html" is not whole: It breaks off/);
});

test('several documents make a list; what is not whole says why, and tells of no difference', async () => {
  const files = [
    await saved('a.html', statusPage()),
    await saved('b.html', '<html><title>\u001b[31mBack soon</title></html>'),
  ];
  const { code, out } = await read(...files, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject([
    { reading: { whole: true } },
    { reading: { whole: false }, differences: [] },
  ]);
  const told = await read(...files);
  expect(told.out).toContain('NOT WHOLE');
  expect(told.out).toContain('“[31mBack soon”');
  expect(told.out).not.toContain('\u001b');
});

test('a document may be piped in, also compressed, beside files', async () => {
  const page = await saved('page.html', statusPage({ chapter: 'XXVII' }));
  const env = { DATA_DIR: join(folder, 'none') };
  const stdin = gzipSync(statusPage());
  const { code, out } = await ops(['watch', 'read', '-', page, '--dry-run', '--json'], { env, stdin });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject([
    { reading: { reference: 'IV-5', whole: true } },
    { reading: { reference: 'XXVII-5', whole: true } },
  ]);
});

test('a file that is not there is one clear line', async () => {
  const { code, err } = await read(join(folder, 'nowhere.html'));
  expect(code).toBe(1);
  expect(err).toMatch(/nowhere\.html" could not be read: no such file or directory\./);
});

test('each file has its place in the list, also one that is missing, empty, a directory or a PDF', async () => {
  const files = [
    join(folder, 'nowhere.html'),
    folder,
    await saved('empty.html', ''),
    await saved('paper.html', '%PDF-1.7'),
    await saved('page.html', statusPage({ chapter: 'XXVII' })),
  ];
  const { code, out, err } = await read(...files, '--json');
  expect(code).toBe(1);
  expect(err).toMatch(/nowhere\.html" could not be read: no such file or directory/);
  const notRead = (reason: RegExp) => ({
    reading: {
      reference: null,
      statusAsAt: null,
      whole: false,
      reasons: [expect.stringMatching(reason)],
      signatories: null,
      parties: null,
      rows: [],
    },
    differences: [],
  });
  expect(JSON.parse(out)).toEqual([
    notRead(/nowhere\.html" could not be read: no such file or directory\.$/),
    notRead(/is a directory: name the files in it/),
    notRead(/^It is empty\.$/),
    notRead(/^It is a PDF/),
    { reading: expect.objectContaining({ whole: true, reference: 'XXVII-5' }), differences: [] },
  ]);
});
