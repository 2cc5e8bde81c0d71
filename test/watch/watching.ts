import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { loopbackAllowed } from '../../functions/core/webhook/guard/address-policy.ts';
import type { Store } from '../../functions/store/index.ts';
import { createFetch } from '../../functions/watch/fetching.ts';
import { keepInFolder } from '../../functions/watch/keeping-in-folder.ts';
import { createWatch, type WatchDeps } from '../../functions/watch/watch.ts';
import { aProtocol, withProtocol } from '../support/depositary/observing.ts';
import { freshTable } from '../support/engine/table.ts';
import { captureLog } from '../support/quiet-log.ts';
import { aDepositary } from './depositary.ts';

export const agent = 'TreatyRatificationTracker/test (+mailto:desk@example.org)';
export const start = '2026-02-04T00:00:00.000Z';

/**
 * A record with one protocol, whose document a depositary on this machine publishes, and a watch with a clock
 * of its own.
 */
export async function aWatch(over: Partial<WatchDeps> = {}, more: readonly string[] = []) {
  const depositary = await aDepositary();
  const store: Store = await withProtocol(await freshTable());
  const writing = { now: () => '2018-01-02T00:00:00.000Z', by: 'fixture' };
  const documentOf = (path: string) => ({
    url: `${depositary.url}${path}`,
    kind: 'untc-page' as const,
    everyDays: 1,
  });
  await store.cataloguing.putInstrument('lists', aProtocol('IV-5', { document: documentOf('/IV-5') }), {
    ...writing,
    ifVersion: 1,
  });
  for (const reference of more)
    await store.cataloguing.putInstrument(
      reference.toLowerCase(),
      aProtocol(reference, { document: documentOf(`/${reference}`) }),
      {
        ...writing,
        ifVersion: 0,
      },
    );
  const folder = await mkdtemp(join(tmpdir(), 'documents-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const clock = { at: start };
  const { log, lines } = captureLog();
  const fetch = createFetch({
    policy: loopbackAllowed(),
    agent,
    limits: { milliseconds: 1000, bytes: 2_000_000, redirects: 3 },
  });
  const deps = {
    store,
    fetch,
    agent,
    log,
    keep: keepInFolder(folder),
    now: () => clock.at,
    pause: 1,
    random: () => 0,
    recordPlain: false,
  };
  const watch = createWatch({ ...deps, ...over });
  const look = async () => (await store.looks.list()).find(({ instrument }) => instrument === 'lists');
  return { depositary, store, folder, clock, lines, watch, look, deps };
}

export const hoursAfter = (at: string, hours: number): string =>
  new Date(Date.parse(at) + hours * 3_600_000).toISOString();
