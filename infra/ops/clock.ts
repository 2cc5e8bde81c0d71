import { Refusal } from '../local/refusal.ts';

/** Seconds by which two machines' clocks may differ; `Date` tells whole ones. */
const tolerance = 5;
const patience = 3000;

/**
 * What is recorded bears this machine's instants, and decides what day it is. Compares them with the `Date` of the
 * service's answers, where it answers. @throws Refusal for a clock that is wrong
 */
export async function requireRightClock({ url }: { url: string }): Promise<void> {
  const signal = AbortSignal.timeout(patience);
  const answer = await fetch(`${url}/health`, { signal, redirect: 'manual' }).catch(() => undefined);
  await answer?.body?.cancel();
  const theirs = Date.parse(answer?.headers.get('date') ?? '');
  const seconds = Math.round((Date.now() - theirs) / 1000);
  if (Number.isNaN(theirs) || Math.abs(seconds) <= tolerance) return;
  throw new Refusal(
    `This machine's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} that of ${url}, and acts would bear its time; set it right first. Nothing was written.`,
  );
}
