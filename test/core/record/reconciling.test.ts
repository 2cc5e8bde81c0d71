import { expect, test } from 'vitest';
import { reconcile } from '../../../functions/core/record/recording.ts';
import {
  act,
  catalogue,
  holdings,
  instrument,
  settingAt,
  standingUnder,
} from '../../support/core-builders.ts';

const now = '2026-11-23T12:00:00.000Z';

test('what a revised rule ends under another instrument is told, though nothing moves under its own', () => {
  const old = instrument({
    id: 'ilo-c005',
    automaticDenunciations: [{ by: 'ilo-c138', from: 'consent', clause: 'article 10(4)' }],
  });
  const later = instrument({ id: 'ilo-c138', adoptedOn: '1973-06-26' });
  const acts = [
    act('ratification', '1980-01-01', { instrument: 'ilo-c005' }),
    act('ratification', '2000-01-15', { instrument: 'ilo-c138' }),
  ];
  const standings = new Map([
    standingUnder(old, { since: '1980-04-01' }),
    standingUnder(later, { since: '2000-04-15' }),
  ]);
  const decision = reconcile(
    settingAt(now, { catalogue: catalogue([old, later]), holdings: holdings(acts, { standings }) }),
    'ilo-c138',
  );
  expect(decision?.others).toMatchObject([{ instrument: 'ilo-c005', status: 'former-party' }]);
});

test('a day that a revised rule brings under another instrument is kept, though nothing is told of it yet', () => {
  const old = instrument({
    id: 'ilo-c005',
    automaticDenunciations: [{ by: 'ilo-c138', from: 'entry-into-force', clause: 'article 10(4)' }],
  });
  const later = instrument({ id: 'ilo-c138', adoptedOn: '1973-06-26' });
  const acts = [
    act('ratification', '1980-01-01', { instrument: 'ilo-c005' }),
    act('ratification', '2026-11-01', { instrument: 'ilo-c138' }),
  ];
  const standings = new Map([
    standingUnder(old, { since: '1980-04-01' }),
    standingUnder(later, { status: 'contracting-state', since: '2026-11-01', nextEffectOn: '2027-02-01' }),
  ]);
  const decision = reconcile(
    settingAt(now, { catalogue: catalogue([old, later]), holdings: holdings(acts, { standings }) }),
    'ilo-c138',
  );
  expect(decision).toMatchObject({
    changes: [],
    others: [{ instrument: 'ilo-c005', status: 'party', nextEffectOn: '2027-02-01' }],
  });
});
