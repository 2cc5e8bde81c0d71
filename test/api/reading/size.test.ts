import { beforeAll, expect, test } from 'vitest';
import { bytesAsSent, largestAnswer } from '../../../functions/lib/http/size.ts';
import { type Client, clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { anAction, aSource, citation, withRecord } from '../../support/record-fixture.ts';

/** Bytes of a result that Lambda lets through. */
const lambdaLimit = 6_291_556;

let client: Client;
const writing = { now: () => '2023-01-01T00:00:00.000Z', by: 'editor' };

/**
 * Forty declarations, each of 50,000 Chinese characters and as many quotation marks, and documents of the
 * same kind.
 */
beforeAll(async () => {
  const store = await withRecord(await freshTable());
  for (let number = 10; number < 50; number++) {
    const text = `${number}${'条"'.repeat(24_000)}`;
    const action = anAction({ kind: 'declaration', text });
    await store.recording.recordActions('CHN', 'ilo-c029', [{ action }], writing);
  }
  const [urging] = aSource().urgings;
  if (!urging) throw new Error('an urging was expected');
  for (let number = 10; number < 24; number++) {
    const urgings = Array.from({ length: 40 }, (_, at) => ({
      ...urging,
      id: `u${at}`,
      wording: '"条'.repeat(2000),
    }));
    const content = aSource({ urgings });
    await store.cataloguing.putSource(`letter-${number}`, content, { ...writing, ifVersion: 0 });
  }
  client = clientOf(store);
});

const weigh = ({ text, headers }: { text: string; headers: object }) =>
  Buffer.byteLength(JSON.stringify({ statusCode: 200, headers, body: text }));

test('escapes are counted, since Lambda counts them', () => {
  expect(bytesAsSent('条"\n')).toBe(3 + 2 + 2 + 2);
  expect(largestAnswer).toBeLessThan(lambdaLimit);
});

test('a record whose texts are too many shows the beginning of each, and where the whole is', async () => {
  const answer = await client.get('/v1/states/CHN/participations/ilo-c029');
  expect(answer.status).toBe(200);
  expect(weigh(answer)).toBeLessThan(lambdaLimit);
  expect(answer.json.actions).toHaveLength(40);
  expect(answer.json.declarations).toHaveLength(40);
  const [first] = answer.json.declarations;
  expect(first.truncated).toBe(true);
  const whole = await client.get(first.url);
  expect(whole.json.current.text).toHaveLength(48_002);
});

test.each(['/v1/sources', '/v1/states/CHN/actions', '/v1/changes?limit=1000'])(
  'pages of %s end before they are too heavy, and lead on to all the rest',
  async (target) => {
    const seen: unknown[] = [];
    for (let next: string | undefined = target; next; ) {
      const page: Awaited<ReturnType<Client['get']>> = await client.get(next);
      expect(weigh(page)).toBeLessThan(lambdaLimit);
      expect(page.json.data.length).toBeGreaterThan(0);
      seen.push(...page.json.data.map(({ id }: { id: string }) => id));
      next = /^<(.*)>; rel="next"$/.exec(page.headers.link ?? '')?.[1];
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(target === '/v1/sources' ? 15 : 40);
  },
);

test('progress on a document of many words is whole in number', async () => {
  const answer = await client.get('/v1/states/CHN/progress?source=letter-10');
  expect(answer.json.data).toHaveLength(40);
  expect(weigh(answer)).toBeLessThan(lambdaLimit);
});

test('a record of many long sources and looks shows fewer of each act, and leads to the rest', async () => {
  const long = {
    title: '题'.repeat(500),
    url: `https://a.example/${'条'.repeat(800)}`,
    note: '"注'.repeat(1000),
  };
  const sources = Array.from({ length: 20 }, () => ({ ...citation, ...long }));
  const store = await withRecord(await freshTable());
  for (let number = 10; number < 25; number++) {
    const action = anAction({ kind: 'declaration', text: `${number}`, sources });
    await store.recording.recordActions('CHN', 'ilo-c029', [{ action }], writing);
  }
  const { status, ...answer } = await clientOf(store).get('/v1/states/CHN/participations/ilo-c029');
  expect([status, weigh(answer) < lambdaLimit]).toEqual([200, true]);
  const [first] = answer.json.actions;
  expect([first.truncated, first.sources[0].note.length < 2000]).toEqual([true, true]);
  const { current } = (await clientOf(store).get(first.url)).json;
  expect(current.sources.map(({ note }: { note: string }) => note)).toEqual(sources.map(() => long.note));
});
