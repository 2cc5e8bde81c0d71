import { setTimeout as sleep } from 'node:timers/promises';
import parseRobots from 'robots-parser';
import type { Fetched } from '../core/depositary/watching/fetched.ts';
import { retryAfter as instantOf } from '../core/webhook/sending/retry-after.ts';
import type { Fetch, Validators } from './fetching.ts';

export type HostRules = {
  agent: string;
  fetch: Fetch;
  now: () => string;
  pause: number;
  random: () => number;
  signal?: AbortSignal | undefined;
};

/** One host in one round: one request at a time, seconds apart, and only for what its robots.txt allows. */
export function createHost(origin: string, { agent, fetch, now, pause, random, signal }: HostRules) {
  let asked = false;
  let robots: ReturnType<typeof parseRobots> | undefined;

  /** `Crawl-delay` is in no RFC, but hosts state it, so it is kept. */
  const between = (): number =>
    Math.max(pause, Math.min((robots?.getCrawlDelay(agent) ?? 0) * 1000, longestPause));

  const apart = async (url: string, known?: Validators): Promise<Fetched> => {
    if (asked) await sleep(between() * (1 + random() / 2), undefined, { signal }).catch(() => {});
    if (signal?.aborted) return { kind: 'stopped' };
    asked = true;
    return fetch(url, known);
  };

  /**
   * Without a robots.txt (404, 410) anything may be asked for (RFC 9309, section 2.3.1.3). Stricter than that
   * section, every other error, also 401 and 403, forbids everything.
   */
  const rules = async (): Promise<Fetched | null> => {
    if (robots) return null;
    const address = `${origin}/robots.txt`;
    const answer = await apart(address);
    if (answer.kind === 'failed' || answer.kind === 'refused' || answer.kind === 'stopped') return answer;
    const text =
      answer.kind === 'document' ? new TextDecoder().decode(answer.bytes.subarray(0, longestRobots)) : '';
    if (rulesIn(text) > mostRules) return { kind: 'failed', why: 'its robots.txt has too many rules' };
    robots = parseRobots(address, text);
    return null;
  };

  return {
    request: async (url: string, known?: Validators): Promise<Fetched> => {
      const refused = await rules();
      if (refused) return refused;
      if (robots?.isAllowed(url, agent) === false) return { kind: 'refused', status: 0, retryAfter: null };
      return apart(url, known);
    },
    /** The instant before which a host that refused wants no request; a day from now where it names none. */
    notBefore: (retryAfter: string | null): string =>
      instantOf(retryAfter ?? undefined, now()) ?? new Date(Date.parse(now()) + day).toISOString(),
  };
}

/**
 * Milliseconds between two requests at most. A host that wants more gets fewer requests a round, not none.
 */
const longestPause = 60_000;

/** RFC 9309, section 2.5, asks for at least 500 KiB to be parsed. */
const longestRobots = 512 * 1024;

/** A rule is kept once for each agent that its group names: half a megabyte can make hundreds of millions. */
const mostRules = 200_000;

function rulesIn(text: string): number {
  const lines = text.split(/[\r\n]+/);
  const agents = lines.filter((one) => /^\s*user-agent\s*:/i.test(one)).length;
  return agents * (lines.length - agents);
}

const day = 24 * 3_600_000;
