import { Resolver } from 'node:dns/promises';
import { whenAborted } from './aborting.ts';

/** Answers every address of a name; rejects if there is none, or when `signal` aborts. */
export type Resolve = (host: string, signal: AbortSignal) => Promise<string[]>;

/** Such a name is never asked of a server (RFC 6761, 6.3). */
const isLocalhost = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

/** Asks DNS itself for A and AAAA, because such a question can be cancelled and holds no thread. */
export const resolveInDns: Resolve = (host, signal) => resolveBy([], host, signal);

/** The same through these name servers, each `address:port`; through those of the system if there are none. */
export async function resolveBy(
  servers: readonly string[],
  host: string,
  signal: AbortSignal,
): Promise<string[]> {
  if (isLocalhost(host)) return ['127.0.0.1', '::1'];
  const resolver = new Resolver({ timeout: 1000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  const leave = whenAborted([signal], () => resolver.cancel());
  try {
    return await bothOrSoonOne([resolver.resolve4(host), resolver.resolve6(host)]);
  } finally {
    leave();
    resolver.cancel();
  }
}

/** Milliseconds that addresses of one kind wait for those of the other (RFC 8305, 3). */
const resolutionDelay = 50;

/** Answers with one kind alone if need be, because a name server may never answer for the other. */
async function bothOrSoonOne(questions: Promise<string[]>[]): Promise<string[]> {
  const found: string[] = [];
  const soon = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const noted = questions.map(async (question) => {
    found.push(...(await question));
    timer ??= setTimeout(soon.resolve, resolutionDelay);
  });
  const all = Promise.allSettled(noted);
  await Promise.race([all, soon.promise]);
  clearTimeout(timer);
  if (found.length > 0) return [...found];
  throw (await all).find((answer) => answer.status === 'rejected')?.reason;
}
