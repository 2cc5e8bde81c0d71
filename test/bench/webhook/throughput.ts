import type { Receivers } from '../running/receivers.ts';
import { type Served, watched } from '../running/serving.ts';

const writers = 8;

export type Sent = {
  posts: number;
  /** Deliveries a second, from the request for the first to the arrival of the last. */
  perSecond: number;
  /** Messages accepted a second. */
  recorded: number;
  served: Served;
};

export type Load = { messages: number; endpoints: number };

/** Sends messages, each to all endpoints, by several writers at once. */
export async function sendAll(
  serving: readonly number[],
  receivers: Receivers,
  { messages, endpoints }: Load,
  send: () => Promise<unknown>,
): Promise<Sent> {
  const posts = messages * endpoints;
  const before = await receivers.asked();
  const from = Date.now();
  let recorded = Number.NaN;
  let last = from;
  const served = await watched(serving, async () => {
    await repeated(messages, send);
    recorded = (messages * 1000) / (Date.now() - from);
    last = await receivers.untilAsked(before + posts);
  });
  return { posts, recorded, served, perSecond: (posts * 1000) / (last - from) };
}

async function repeated(times: number, step: () => Promise<unknown>): Promise<void> {
  const rest = Array.from({ length: times }).values();
  const write = async () => {
    for (const _ of rest) await step();
  };
  await Promise.all(Array.from({ length: writers }, write));
}
