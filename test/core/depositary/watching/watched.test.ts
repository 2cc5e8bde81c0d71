import { describe, expect, test } from 'vitest';
import type { Look } from '../../../../functions/core/depositary/watching/look.ts';
import {
  lookAt,
  WatchedDocument,
  watchedDocument,
  watchStatusOf,
} from '../../../../functions/core/depositary/watching/watched.ts';
import type { Instrument } from '../../../../functions/core/instrument.ts';
import type { RecordedReading } from '../../../../functions/core/record/reading.ts';
import { act, cited, instrument } from '../../../support/core-builders.ts';

const url = 'https://treaties.un.org/x';
const watched = instrument({ document: { url, kind: 'untc-page', everyDays: 1 } });
const unwatched = instrument();

const look = (over: Partial<Look> = {}): Look => ({
  instrument: 'iccpr',
  url,
  askedAt: '2026-11-24T12:00:00.000Z',
  readAt: '2026-11-24T12:00:01.000Z',
  statusAsAt: '2026-11-23',
  sha256: 'ab',
  etag: null,
  lastModified: null,
  failures: 0,
  failingSince: null,
  failure: null,
  dueAt: '2026-11-25T12:00:00.000Z',
  ...over,
});
const failing = {
  failures: 2,
  failingSince: '2026-11-20T00:00:00.000Z',
  failure: { at: '2026-11-24T12:00:00.000Z', why: 'it answered 500', isLayout: false },
};
const refused = { ...failing, failure: { ...failing.failure, isRefused: true } };

const reading = (over: Partial<RecordedReading> = {}): RecordedReading => ({
  statusAsAt: '2026-11-22',
  source: { ...cited, seenOn: '2026-11-22' },
  printed: {},
  rows: 3,
  instrument: 'iccpr',
  recordedAt: '2026-11-22T08:00:00.000Z',
  recordedBy: 'desk',
  ...over,
});

describe('how it stands with a document', () => {
  test.each<[string, Pick<Instrument, 'document'>, Look | undefined, WatchedDocument['status']]>([
    ['was read', watched, look(), 'read'],
    ['was never looked at', watched, undefined, 'waiting'],
    ['was asked for, and never read', watched, look({ readAt: null }), 'waiting'],
    ['failed', watched, look(failing), 'failing'],
    ['failed, and was never read', watched, look({ ...failing, readAt: null }), 'failing'],
    ['lets no program have it', watched, look(refused), 'by-person'],
    ['no program reads', unwatched, undefined, 'by-person'],
    ['no program reads any more', unwatched, look(), 'by-person'],
    ['was named anew since', watched, look({ url: 'https://other.example.org/' }), 'waiting'],
    [
      'was named anew since it failed',
      watched,
      look({ url: 'https://other.example.org/', ...refused }),
      'waiting',
    ],
  ])('one that %s', (_, of, seen, status) => expect(watchStatusOf(of, seen)).toBe(status));

  test('a look counts for the document that is named now', () => {
    expect(lookAt(watched, look())).toEqual(look());
    expect(lookAt(watched, look({ url: 'https://other.example.org/' }))).toBeUndefined();
    expect(lookAt(watched, undefined)).toBeUndefined();
    expect(lookAt(unwatched, look())).toBeUndefined();
  });
});

describe('what is told of a document', () => {
  test('is its last look, and the day that the last whole reading speaks for', () => {
    const told = watchedDocument(watched, { look: look(failing), reading: reading() });
    expect(told).toEqual({
      instrument: 'iccpr',
      title: watched.title,
      status: 'failing',
      url,
      readAt: '2026-11-24T12:00:01.000Z',
      statusAsAt: '2026-11-22',
      askedAt: '2026-11-24T12:00:00.000Z',
      failingSince: '2026-11-20T00:00:00.000Z',
      failure: { at: '2026-11-24T12:00:00.000Z', why: 'it answered 500' },
      dueAt: '2026-11-25T12:00:00.000Z',
      byPersonSince: null,
    });
    expect(WatchedDocument.parse(told)).toEqual(told);
  });

  test('is what a person read, where no program did', () =>
    expect(watchedDocument(watched, { look: undefined, reading: reading() })).toMatchObject({
      status: 'waiting',
      readAt: '2026-11-22T08:00:00.000Z',
      statusAsAt: '2026-11-22',
    }));

  test('is nothing where nobody looked', () =>
    expect(watchedDocument(watched, { look: undefined, reading: undefined })).toMatchObject({
      status: 'waiting',
      url,
      readAt: null,
      statusAsAt: null,
      askedAt: null,
      failingSince: null,
      failure: null,
      dueAt: null,
      byPersonSince: null,
    }));
});

const source = (over: object) => ({ facts: ['title'], citation: { ...cited, ...over } });
const symbol = { url: undefined, symbol: 'C.N.1.2001' };

test.each<[string, object[], string | null]>([
  [
    'the depositary’s own page',
    [{ tier: 'official', url: 'https://a.example/' }, { url: 'https://b.example/' }],
    'https://b.example/',
  ],
  ['an address of the depositary', [symbol, { url: 'https://b.example/' }], 'https://b.example/'],
  [
    'any page, where the depositary’s has no address',
    [symbol, { tier: 'secondary', url: 'https://c.example/' }],
    'https://c.example/',
  ],
  ['none, where no source has one', [symbol], null],
])('a person looks at %s', (_, sources, expected) => {
  const of = instrument({ sources: sources.map(source) as Instrument['sources'] });
  expect(watchedDocument(of, { look: undefined, reading: undefined }).url).toBe(expected);
});

describe('since when a document is a person’s to look at', () => {
  const seen = instrument({
    sources: [source({ seenOn: '2026-01-02' }), source({ seenOn: '2026-01-01' })] as Instrument['sources'],
  });
  const since = (
    recorded: Parameters<typeof watchedDocument>[1]['recorded'] & object = [],
    read?: RecordedReading,
  ) => watchedDocument(seen, { look: undefined, reading: read, recorded }).byPersonSince;
  const check = (on: string) => ({
    on,
    source: cited,
    state: 'CHN',
    instrument: 'iccpr',
    recordedAt: '2026-11-20T00:00:00.000Z',
    recordedBy: 'desk',
  });

  test('is the last day that anything on record of it speaks for', () => {
    expect(since([{ actions: [act('signature', '1998-10-05')], checks: [] }])).toBe('1998-10-05');
    expect(
      since([
        { actions: [], checks: [check('2025-05-05')] },
        { actions: [act('signature', '1998-10-05')], checks: [check('2024-04-04')] },
        { actions: [], checks: [] },
      ]),
    ).toBe('2025-05-05');
    expect(since([{ actions: [], checks: [] }], reading())).toBe('2026-11-22');
  });

  test('is else when its own sources were seen', () => {
    expect(since()).toBe('2026-01-02');
    expect(since([{ actions: [], checks: [] }])).toBe('2026-01-02');
    expect(
      watchedDocument(instrument({ sources: [] }), { look: undefined, reading: undefined }).byPersonSince,
    ).toBeNull();
  });

  test('is what was acted on and stands, not what was taken back', () => {
    const signature = act('signature', '1998-10-05');
    const retraction = {
      ...act('communication', '1998-10-05', { corrects: { of: signature.id, reason: 'x' } } as object),
      kind: 'retraction',
    } as never;
    expect(since([{ actions: [signature, retraction], checks: [] }])).toBe('2026-01-02');
  });
});
