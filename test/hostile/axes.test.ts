import { beforeAll, expect, test } from 'vitest';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';

let laptop: TestLaptop;
let now = '2026-11-24T09:00:00.000Z';
beforeAll(async () => {
  laptop = await aLaptop(() => now);
}, 60_000);

type Json = Record<string, unknown>;

async function ask(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; etag: string; body: Json }> {
  const response = await fetch(`${laptop.url}${path}`, init);
  return {
    status: response.status,
    etag: response.headers.get('etag') ?? '',
    body: (await response.json()) as Json,
  };
}

async function write(method: string, path: string, body: object, ifMatch?: string): Promise<Json> {
  const headers = {
    authorization: `Bearer ${laptop.editorKey}`,
    'content-type': 'application/json',
    ...(ifMatch && { 'if-match': ifMatch }),
  };
  const answer = await ask(path, { method, headers, body: JSON.stringify(body) });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

const china = '/v1/states/CHN';
const source = { title: 'Press', url: 'https://example.org/', seenOn: '2026-11-01', tier: 'secondary' };
const questions = ['1900-01-01', '2022-08-12', '2023-08-12', '2026-11-24', '2200-01-01'].flatMap((asOf) => [
  `${china}/participations?asOf=${asOf}`,
  `${china}/participations/ilo-c029?asOf=${asOf}`,
  `${china}/participations?territory=HKG&asOf=${asOf}`,
  `${china}/progress?source=ohchr-2019-04-29&asOf=${asOf}`,
]);

/** The answers as known at an instant, without the feed's head, which every answer carries. */
const answersAt = async (knownAt: string) =>
  Promise.all(
    questions.map(async (question) => {
      const { status, body } = await ask(`${question}&knownAt=${knownAt}`);
      const { sequence: _, ...answer } = body;
      return { question, status, answer };
    }),
  );

test('what was known at an instant never changes, whatever is recorded, corrected or revised after it', async () => {
  const instant = '2026-11-24T09:30:00.000Z';
  now = '2026-11-24T10:00:00.000Z';
  const before = await answersAt(instant);
  expect(before.every(({ status }) => status === 200)).toBe(true);

  const { body } = await ask(`${china}/participations/ilo-c029`);
  const [ratification] = (body.actions as { id: string; kind: string }[]).filter(
    ({ kind }) => kind === 'ratification',
  );
  const actions = `${china}/participations/ilo-c029/actions`;
  await write('POST', `${actions}/${ratification?.id}/corrections`, {
    correction: 'retraction',
    reason: 'to see whether the past moves',
  });
  await write('POST', `${china}/participations/op-cedaw/actions`, {
    kind: 'accession',
    doneOn: '2026-11-01',
    sources: [source],
  });
  const known = await ask('/v1/instruments/ilo-c029');
  const { id: _, version: __, recordedAt: ___, recordedBy: ____, ...content } = known.body;
  const rule = { ...(content.entryIntoForceRule as Json), period: { months: 24 } };
  await write('PUT', '/v1/instruments/ilo-c029', { ...content, entryIntoForceRule: rule }, known.etag);

  expect(await answersAt(instant)).toEqual(before);
  expect((await ask(`${china}/participations/ilo-c029`)).body.status).toBe('no-action');
});

test('before the load nothing was on record', async () => {
  const early = 'knownAt=2020-01-01T00:00:00Z';
  expect((await ask(`${china}/participations?${early}`)).status).toBe(404);
  expect((await ask(`${china}/participations/iccpr?${early}`)).status).toBe(404);
});
