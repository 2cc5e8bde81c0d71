import type { Store } from '../../../functions/store/index.ts';
import { aFailedLook } from '../depositary/failed-look.ts';
import { aProtocol, observe } from '../depositary/observing.ts';
import { statusPage } from '../depositary/status-page.ts';
import { freshTable } from '../engine/table.ts';
import { anAction, anInstrument, aSource, citation, storeOf } from '../record-fixture.ts';

export const script = '<script>alert("x")</script>]]>&amp;\u202e\'"\f\u001b\uffff';
/** Text that could begin a new row, event or header. */
const lines = 'one line\n=1+1\r\nBEGIN:VEVENT\r\nSUMMARY:forged\r\n"\t=1+1';
export const formula = '=HYPERLINK("https://example.org/","x")';
const writing = { now: () => '2023-01-01T00:00:00.000Z', by: formula, idempotency: undefined };
const hostile = { ...citation, title: script, symbol: formula, note: script };

/** A record whose texts a page, a spreadsheet or a feed might take for its own syntax. */
export async function hostileRecord(): Promise<Store> {
  const store = storeOf(await freshTable());
  const territory = {
    code: 'HKG',
    name: script,
    names: [{ language: 'zh' as const, text: formula }],
    from: '1997-07-01',
  };
  const names = [{ language: 'fr' as const, text: script }];
  await store.cataloguing.putStates(
    [
      {
        code: 'CHN',
        name: formula,
        names,
        kind: 'state',
        tracked: false,
        note: script,
        territories: [territory],
      },
      { code: 'FRA', name: script, kind: 'state', tracked: false },
    ],
    writing,
  );
  const instrument = anInstrument({
    title: script,
    titles: [{ language: 'zh', text: formula }],
    shortNames: [formula],
    depositaryName: script,
    adoptedAt: script,
    monitoringBody: formula,
    references: [{ scheme: 'ilo', value: script }],
    counts: [{ parties: 1, source: hostile }],
    document: { url: 'https://treaties.un.org/', kind: 'untc-page', everyDays: 1 },
  });
  await store.cataloguing.putInstrument('ilo-c029', instrument, { ...writing, ifVersion: 0 });
  const [urging] = aSource().urgings;
  const source = aSource({
    title: script,
    author: formula,
    addressee: script,
    note: script,
    citations: [hostile],
    urgings: urging ? [{ ...urging, paragraph: formula, wording: script }] : [],
  });
  await store.cataloguing.putSource('ohchr-2019-04-29', source, { ...writing, ifVersion: 0 });
  const actions = [
    anAction({ sources: [hostile], text: formula, provision: script }),
    anAction({ kind: 'reservation', sources: [hostile], text: script, provision: formula }),
    anAction({ kind: 'territorial-extension', territory: 'HKG', sources: [hostile], text: lines }),
  ];
  const ids: string[] = [];
  for (const action of actions)
    ids.push(
      ...(await store.recording.recordActions('CHN', 'ilo-c029', [{ action }], writing, (made) =>
        made.actions.map(({ id }) => id),
      )),
    );
  await corrected(store, ids);
  await store.looks.put(aFailedLook({ instrument: 'ilo-c029', why: `${formula}${script}`, isLayout: true }));
  await observed(store);
  return store;
}

/** Amends one act and retracts another, for reasons just as hostile. */
async function corrected(store: Store, [first = '', second = '']: readonly string[]): Promise<void> {
  const of = (id: string) => ({ state: 'CHN', instrument: 'ilo-c029', of: id });
  const action = anAction({ sources: [hostile], text: lines, doneOn: '2022-08-11' });
  const reason = `${script}${lines}`;
  await store.recording.correctAction(of(first), { correction: 'amendment', reason, action }, writing);
  await store.recording.correctAction(of(second), { correction: 'retraction', reason: formula }, writing);
}

/** A depositary's page with an unknown participant. */
async function observed(store: Store): Promise<void> {
  const unknown = { participant: '=HYPERLINK(1)\u202e]]&gt;&lt;script&gt;', cells: ['', '2 Feb 2020 a'] };
  await store.cataloguing.putInstrument('lists', aProtocol(), { ...writing, ifVersion: 0 });
  await observe(store, statusPage({ rows: [unknown] }), '2026-02-04T00:00:00.000Z');
}
