import { Refusal } from '../local/refusal.ts';

/** Seconds that two machines' clocks may differ by; `Date` tells whole seconds. */
const tolerance = 5;
const patience = 3000;

/**
 * Compares this machine's clock with the `Date` of the service's answers, if it answers, because records bear
 * this machine's instants and its day. @throws Refusal for a wrong clock
 */
export async function requireRightClock({ url }: { url: string }): Promise<void> {
  const signal = AbortSignal.timeout(patience);
  const answer = await fetch(`${url}/health`, { signal, redirect: 'manual' }).catch(() => undefined);
  await answer?.body?.cancel();
  const theirs = Date.parse(answer?.headers.get('date') ?? '');
  const seconds = Math.round((Date.now() - theirs) / 1000);
  if (Number.isNaN(theirs) || Math.abs(seconds) <= tolerance) return;
  throw new Refusal(
    `This machine's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} that of ${url}, and acts would bear its time. Set it right first; nothing was written.`,
  );
}
