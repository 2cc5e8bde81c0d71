import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../../functions/core/instrument.ts';
import {
  importChange,
  instrumentChange,
  statusChange,
  urgingChanges,
} from '../../../functions/core/record/announcing.ts';
import { ChangeType, type NewChange, placed } from '../../../functions/core/record/change.ts';
import type { Source } from '../../../functions/core/source.ts';
import { eventJsonSchema, eventSchema } from '../../../functions/core/webhook/event-data.ts';
import { eventTypes, isInFeed } from '../../../functions/core/webhook/event-type.ts';
import { rotated } from '../../../functions/core/webhook/signing/secret-version.ts';
import { unsealed } from '../../support/sealing.ts';

const at = '2026-11-23T18:15:20.000Z';
const publicUrl = 'https://tracker.example.org';
const parse = (change: NewChange) => {
  const { body, type } = placed(change, 42, at);
  return eventSchema(type).safeParse(JSON.parse(body));
};
const instrument = {
  id: 'ilo-c029',
  title: 'Forced Labour Convention',
  depositary: 'ilo-dg',
  version: 1,
} as Instrument;
const source = {
  id: 'ohchr-2019-04-29',
  title: 'Letter',
  on: '2019-04-29',
  version: 1,
  urgings: ['1', '2'].map((id) => ({
    id,
    state: 'CHN',
    paragraph: 'Annex',
    wording: 'Ratify',
    kind: 'named',
    instrument: 'iccpr',
  })),
} as Source;

const published = [
  'dataset.imported',
  'feed.checkpoint',
  'instrument.added',
  'instrument.updated',
  'proposal.closed',
  'proposal.opened',
  'subscription.disabled',
  'subscription.failing',
  'subscription.test',
  'subscription.verification',
  'treaty.action.corrected',
  'treaty.action.recorded',
  'treaty.action.retracted',
  'treaty.status.changed',
  'urging.recorded',
];

describe('event types', () => {
  test('are added and never renamed', () => {
    expect(eventTypes.filter(isInFeed)).toEqual(ChangeType.options);
    expect([...eventTypes].sort()).toEqual(published);
  });

  test.each([...eventTypes])('WH-04 %s has a JSON Schema that lets members be added', (type) => {
    const schema = eventJsonSchema(type);
    expect(schema.$schema).toContain('2020-12');
    expect(JSON.stringify(schema)).toContain(`"const":"${type}"`);
    expect(schema.additionalProperties).not.toBe(false);
    expect(schema.required?.includes('sequence')).toBe(isInFeed(type));
  });

  test('WH-04 describe what is announced', () => {
    const changes = [instrumentChange(instrument, publicUrl), importChange(1, 42, publicUrl)];
    for (const change of [...changes, ...urgingChanges(source, publicUrl)])
      expect(parse(change).error).toBeUndefined();
  });

  test('WH-04 describe a status that changed', () => {
    const view = { state: { code: 'CHN' }, sources: [source], catalogue: { sources: new Map() } };
    const scene = { view, instrument, version: 5, publicUrl } as unknown as Parameters<
      typeof statusChange
    >[0];
    const move = {
      from: 'contracting-state',
      to: 'party',
      on: '2023-08-12',
      cause: { kind: 'entry-into-force', action: null },
    } as const;
    expect(parse(statusChange(scene, move)).error).toBeUndefined();
  });

  test('WH-04 describe a body that had to be thinned', () => {
    const [urging] = urgingChanges(
      {
        ...source,
        urgings: source.urgings.map((call) => ({ ...call, wording: 'x'.repeat(15_000) })),
      } as Source,
      publicUrl,
    );
    const read = urging && parse(urging);
    expect(read?.data).toMatchObject({ data: { truncated: true, source: source.id } });
  });
});

describe('rotation', () => {
  const first = { version: 1, createdAt: at, expiresAt: null };

  test('WH-06 lets the old secret sign for a day, or as long as asked for', () => {
    expect(rotated([first], unsealed, at)).toEqual([
      { ...first, expiresAt: '2026-11-24T18:15:20.000Z' },
      { version: 2, createdAt: at, expiresAt: null },
    ]);
    expect(rotated([first], unsealed, at, 0)[0]?.expiresAt).toBe(at);
    expect(() => rotated([first], unsealed, at, 8 * 24 * 3_600_000)).toThrow(RangeError);
  });

  test('WH-06 never lengthens the life of a secret that is on its way out, and forgets what has expired', () => {
    const second = rotated([first], unsealed, at, 3_600_000);
    const third = rotated(second, unsealed, '2026-11-23T18:30:00.000Z');
    expect(third.map(({ expiresAt }) => expiresAt)).toEqual([
      '2026-11-23T19:15:20.000Z',
      '2026-11-24T18:30:00.000Z',
      null,
    ]);
    expect(rotated(third, unsealed, '2026-11-26T00:00:00.000Z').map(({ version }) => version)).toEqual([
      3, 4,
    ]);
  });
});
