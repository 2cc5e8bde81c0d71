import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { hasOwnEngine } from '../support/engine/own-engine.ts';
import { aDataDirectory, kill, record, type Service } from './service.ts';

/** Writes until the service is gone; answers the texts that got 201, and all texts sent. */
function writeUntilGone(service: Service, writers: number, round: number) {
  const [answered, sent] = [new Map<string, string>(), new Set<string>()];
  const write = async (writer: number) => {
    for (let count = 0; ; count += 1) {
      const text = `${round}-${writer}-${count}`;
      sent.add(text);
      try {
        const response = await record(service, text);
        const { action } = (await response.json()) as { action?: { id: string } };
        if (response.status === 201 && action) answered.set(text, action.id);
        else await setTimeout(20);
      } catch {
        return;
      }
    }
  };
  return { answered, sent, done: Promise.all(Array.from({ length: writers }, (_, writer) => write(writer))) };
}

type Page = { data: { sequence: number }[]; next: string | null; headSequence: number };

async function feedOf({ url }: Service): Promise<Pick<Page, 'data' | 'headSequence'>> {
  const data: Page['data'] = [];
  for (let after = '0'; ; ) {
    const page = (await (await fetch(`${url}/v1/changes?limit=1000&after=${after}`)).json()) as Page;
    data.push(...page.data);
    if (page.next === null) return { data, headSequence: page.headSequence };
    after = page.next;
  }
}

/** The ids of the acts on record with each text. */
async function idsOf({ url }: Service, texts: Iterable<string>): Promise<string[][]> {
  const response = await fetch(`${url}/v1/states/CHN/participations/iccpr`);
  const { actions } = (await response.json()) as { actions: { id: string; text?: string }[] };
  return Array.from(texts, (wanted) => actions.filter(({ text }) => text === wanted).map(({ id }) => id));
}

/** Sends again what may have been recorded, as a client without an answer does. */
async function untilRecorded(service: Service, text: string): Promise<void> {
  await vi.waitFor(async () => expect((await record(service, text)).status).toBe(201), 10_000);
}

test.runIf(hasOwnEngine)(
  'kill -9 amid concurrent writes loses and doubles nothing that was answered, and the feed stays gapless',
  async () => {
    const { start } = await aDataDirectory();
    let service = await start();
    for (let round = 0; round < 2; round += 1) {
      const { answered, sent, done } = writeUntilGone(service, 6, round);
      await vi.waitFor(() => expect(answered.size).toBeGreaterThan(25), 20_000);
      await Promise.all([kill(service), done]);
      const { key } = service;
      service = await start();
      expect(service.key).toBe(key);
      expect(await idsOf(service, answered.keys())).toEqual([...answered.values()].map((id) => [id]));
      for (const text of sent) if (!answered.has(text)) await untilRecorded(service, text);
      expect((await idsOf(service, sent)).filter((ids) => ids.length !== 1)).toEqual([]);
      const { data, headSequence } = await feedOf(service);
      expect(data.map(({ sequence }) => sequence)).toEqual(data.map((_, index) => index + 1));
      expect(headSequence).toBe(data.length);
    }
  },
  180_000,
);
