import { beforeAll, expect, test } from 'vitest';
import { observe, withProtocol } from '../support/depositary/observing.ts';
import { someRows, statusPage } from '../support/depositary/status-page.ts';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';

let show: ReturnType<typeof pagesOf>;

/** What a page says of one participant, as text. */
const itemOf = (text: string, state: string): string =>
  [...text.matchAll(/<li><strong>.*?<\/li>/gs)]
    .map(([item]) => item)
    .filter((item) => item.includes(`/states/${state}/`))
    .map((item) => item.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '))
    .join();

beforeAll(async () => {
  const store = await withProtocol(await freshTable());
  const dated = (participant: string, date: string) =>
    someRows.map((row) => (row.participant === participant ? { ...row, cells: ['', date] } : row));
  await observe(store, statusPage({ rows: dated('Niger', '8 Mar 1986 a') }), '2026-02-03T12:00:00.000Z');
  for (const { id, plain } of await store.proposals.open())
    if (plain) await store.deciding.accept(id, {}, { now: () => '2026-02-03T14:00:00.000Z', by: 'desk' });
  const stamp = 'STATUS AS AT : 04-02-2026 10:00:00 EDT';
  await observe(store, statusPage({ stamp }), '2026-02-04T12:00:00.000Z');
  show = pagesOf(store, { now: () => '2026-02-04T13:00:00.000Z' });
});

test.each([
  ['/proposals', 'The document says Accession, 7 March 1986 The record says Accession, 8 March 1986'],
  ['/fr/proposals', 'Selon le document Adhésion, 7 mars 1986 Selon ces données Adhésion, 8 mars 1986'],
  ['/zh/proposals', '文件所载 加入，1986年3月7日 本站记录 加入，1986年3月8日'],
])('%s sets what the document says beside what is on record', async (path, said) =>
  expect(itemOf((await show(path)).text, 'NER')).toContain(said),
);

test('only a page without proposals says that nothing waits', async () => {
  const nothing = 'Nothing is waiting to be decided.';
  expect((await show('/proposals')).text).not.toContain(nothing);
  expect((await pagesOf(await withProtocol(await freshTable()))('/proposals')).text).toContain(nothing);
});

test('an act that counts no longer is told as such, and one that is new beside nothing', async () => {
  const jamaica = itemOf((await show('/fr/proposals')).text, 'JAM');
  expect(jamaica).toContain('Ratification, 3 octobre 1975, qui ne compte plus');
  expect(jamaica).toContain('Selon ces données rien');
});
