import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { anAction, withRecord } from '../support/record-fixture.ts';

type Package = {
  resources: { name: string; schema: { fields: { name: string }[]; primaryKey: string[] } }[];
};

test('every file of the whole record says the same in CSV as in NDJSON, in the columns that its package tells', async () => {
  const store = await withRecord(await freshTable());
  await store.recording.recordActions(
    'CHN',
    'ilo-c029',
    [{ action: anAction({ text: '=HYPERLINK("http://a.example")' }) }],
    { now: () => '2023-01-01T12:00:00.000Z', by: 'test' },
  );
  const show = pagesOf(store);
  const { resources }: Package = JSON.parse((await show('/data/datapackage.json')).text);
  expect(resources.length).toBeGreaterThan(4);
  for (const { name, schema } of resources) {
    const { text } = await show(`/data/${name}.csv`);
    expect(text.startsWith('\ufeff'), name).toBe(true);
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
    const lines = (await show(`/data/${name}.ndjson`)).text.trim().split('\n');
    const said = lines.map((line) => Object.entries<unknown>(JSON.parse(line)));
    expect(rows.length, name).toBeGreaterThan(0);
    const cells = said.map((row) =>
      row.map(([column, value]) => [column, value === null ? '' : String(value)]),
    );
    const plain = rows.map((row) =>
      Object.entries(row).map(([column, cell]) => [column, cell.replace(/^'(?=[=+\-@\t\r])/, '')]),
    );
    expect(plain, name).toEqual(cells);
    expect(Object.keys(rows[0] ?? {})).toEqual(schema.fields.map((field) => field.name));
    const keys = rows.map((row) => schema.primaryKey.map((column) => row[column]).join(' '));
    expect(new Set(keys).size, name).toBe(keys.length);
  }
});
