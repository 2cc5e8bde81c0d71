import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Subscription } from '../../../functions/core/webhook/subscription.ts';
import type { Store } from '../../../functions/store/index.ts';
import { fanningOut, member, sequencesOf, shard } from '../../fanout/fanning-out.ts';
import { type Client, clientOf } from '../../support/api.ts';
import { denunciationOf, instrumentsOf, recordFilesOf2018 } from '../../support/depositary/earlier-record.ts';
import { areHere, jsonOf, pathOf } from '../../support/depositary/real-documents.ts';
import { freshTable } from '../../support/engine/table.ts';
import { storeOf } from '../../support/record-fixture.ts';
import { at, ops } from '../cli.ts';

describe.runIf(areHere)('a record of 2018, and the real pages of 2026', () => {
  const names = Object.keys(instrumentsOf) as (keyof typeof instrumentsOf)[];
  const instruments = Object.values(instrumentsOf);
  const loadedAt = '2026-02-04T00:00:00.000Z';
  let run: (...args: string[]) => Promise<{ code: number | null; said: Said }>;
  let store: Store;
  let client: Client;
  let before: object[][];
  let subscriber: Subscription;
  let folder: string;
  /** The head of the feed before the pages are read. */
  let loaded: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
    const table = await freshTable();
    store = storeOf(table);
    client = clientOf(store, { now });
    run = async (...args) => {
      const env = { DATA_DIR: join(folder, 'data') };
      const { code, out } = await ops([...args, ...at(table), '--json'], { env });
      return { code, said: JSON.parse(out) };
    };
    await recordFilesOf2018(store, loadedAt);
    before = await rostersOf2018();
    loaded = (await store.record.head()).sequence;
    subscriber = await member(store, { receivesAfter: loaded });
  }, 60_000);

  const readPages = () => run('watch', 'read', ...names.map((name) => pathOf(`un-2026-02-03/${name}.html`)));
  const opened = ({ said }: { said: Said }) => said.map((one: Said) => one.stored[0].opened.length);
  const rostersOf2018 = (query = '') =>
    Promise.all(
      instruments.map(async (id) => {
        const roster = `/v1/instruments/${id}/participations?asOf=2018-01-31${query}`;
        return (await client.get(roster)).json.data as object[];
      }),
    );
  const acceptBelarus = async (id: string) => {
    const file = join(folder, 'belarus.json');
    await writeFile(file, JSON.stringify(await denunciationOf('BLR', 'iccpr-op1')));
    return run('proposals', 'accept', id, '--file', file, '--yes');
  };

  test('exactly what happened in eight years is proposed, and nothing is counted yet', async () => {
    expect(opened(await readPages())).toEqual([2, 10, 21]);
    const open = await store.proposals.open();
    for (const name of names) {
      const { new: joined, withdrawn } = jsonOf(`expected/diff-2018-2026-${name}.json`);
      const of = (type: string) =>
        open.filter((one) => one.instrument === instrumentsOf[name] && one.type === type);
      expect(of('new-act').map(asText).sort()).toEqual(joined.map(expectedText).sort());
      expect(of('act-withdrawn').map(asText)).toEqual(withdrawn.map(expectedText));
    }
    expect(open).toHaveLength(33);
    const told = await Array.fromAsync(store.changes.list(loaded, (await store.record.head()).sequence));
    expect(told.map(({ type }) => type)).toEqual(open.map(() => 'proposal.opened'));
    expect((await rostersOf2018()).map(lasting)).toEqual(before.map(lasting));
  });

  test('accepted, the counts are those that the pages print', async () => {
    expect((await run('proposals', 'accept', '--all-new', '--yes')).said).toMatchObject({ refused: [] });
    const rest = await store.proposals.open();
    expect(rest.map(({ state }) => state).sort()).toEqual(['BLR', 'DNK']);
    const [belarus = '', denmark = ''] = ['BLR', 'DNK'].map(
      (code) => rest.find(({ state }) => state === code)?.id,
    );
    expect((await acceptBelarus(belarus)).code).toBe(0);
    expect((await run('proposals', 'accept', denmark, '--yes')).code).toBe(0);
    for (const name of names) {
      const { after } = jsonOf(`expected/diff-2018-2026-${name}.json`);
      const { tally } = (await client.get(`/v1/instruments/${instrumentsOf[name]}?asOf=2026-02-03`)).json;
      const { signatories, parties, notLookedAt, differences } = tally;
      expect({ signatories, parties, notLookedAt, differences }, name).toEqual({
        signatories: after.signatories,
        parties: after.parties,
        notLookedAt: 0,
        differences: [],
      });
      expect(tally.counts.party + tally.counts['contracting-state'], name).toBe(after.parties);
      expect(tally.printed).toMatchObject({ statusAsAt: '2026-02-03', parties: after.parties });
    }
  });

  test('subscribers are told of each act', async () => {
    const { sequence } = await store.record.head();
    const { run: fanOut, drain } = fanningOut(store, { now });
    await fanOut({ shard, through: sequence });
    await drain();
    const feed = await Array.fromAsync(store.changes.list(loaded, sequence));
    const recorded = feed.filter(({ type }) => type === 'treaty.action.recorded');
    expect(recorded).toHaveLength(33);
    expect(recorded.map(({ facts }) => facts.state)).toContain('MAR');
    expect(feed.filter(({ type }) => type === 'proposal.closed')).toHaveLength(33);
    const told = await sequencesOf(store, subscriber);
    expect(told).toEqual(expect.arrayContaining(recorded.map((change) => change.sequence)));
    expect(new Set(told).size).toBe(told.length);
  });

  test('the answer for 2018 is as it was', async () => {
    expect((await rostersOf2018()).map(lasting)).toEqual(before.map(lasting));
    const asKnownThen = await rostersOf2018('&knownAt=2026-02-05T00:00:00Z');
    expect(asKnownThen.map(unversioned)).toEqual(before.map(unversioned));
  });

  test('all of it again changes nothing', async () => {
    const { sequence } = await store.record.head();
    await recordFilesOf2018(store, now());
    const again = await readPages();
    expect(opened(again)).toEqual([0, 0, 0]);
    expect(again.said.flatMap((one: Said) => one.differences)).toEqual([]);
    expect((await run('proposals', 'accept', '--all-new', '--yes')).said).toEqual({
      accepted: [],
      refused: [],
    });
    expect((await store.record.head()).sequence).toBe(sequence);
  });
});

const now = (): string => new Date().toISOString();

// biome-ignore lint/suspicious/noExplicitAny: each command prints its own
type Said = any;

const asText = ({ participant, kind, on }: { participant: string; kind: string | null; on: string | null }) =>
  `${participant} ${kind} ${on}`;
const expectedText = ({ participant, kind, date }: Record<string, string>) =>
  `${participant} ${kind} ${date}`;

/** A roster without what a later look or act changes in it today. */
const lasting = (roster: object[]) =>
  unversioned(roster).map((entry) => ({ ...entry, lastCheckedOn: '', evidenceThrough: '' }));
const unversioned = (roster: object[]) => roster.map((entry) => ({ ...entry, version: 0 }));
