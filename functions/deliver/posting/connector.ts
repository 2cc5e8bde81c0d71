import { createConnection, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isSameAddress, parseAddress } from '../../core/webhook/guard/address.ts';
import type { AddressPolicy } from '../../core/webhook/guard/address-policy.ts';
import { literalAddress } from '../../core/webhook/guard/target-url.ts';
import type { Times } from '../../core/webhook/sending/attempt.ts';
import { whenAborted } from './aborting.ts';
import { asFailure, OurFault, PostingFailure } from './failure.ts';
import { firstToSucceed } from './race.ts';
import type { Resolve } from './resolver.ts';

export type Connecting = {
  policy: AddressPolicy;
  resolve: Resolve;
  /** Milliseconds to resolve the host; `signal` ends the whole. */
  resolveLimit: number;
  /** Further certificate authorities to trust, in PEM. */
  ca?: string | undefined;
};

const triedAddresses = 4;

/**
 * Opens a socket to the host of `url`, ready to carry HTTP. It connects to vetted addresses, written as
 * numbers: nothing resolves the name again, so a name that answers differently the second time gains nothing.
 * Rejects with PostingFailure or OurFault, and notes in `times` the milliseconds of each phase.
 */
export async function connect(
  { policy, resolve, resolveLimit, ca }: Connecting,
  url: URL,
  times: Partial<Times>,
  signal: AbortSignal,
): Promise<Socket> {
  if (policy.refuseUrl(url.href)) throw new PostingFailure('blocked_target');
  const addresses = await timed(times, 'dns', () => addressesOf(url.hostname, resolve, resolveLimit, signal));
  if (!addresses.every(policy.allows)) throw new PostingFailure('blocked_target');
  const socket = await timed(times, 'connect', () => firstToAccept(addresses, portOf(url), signal));
  if (url.protocol === 'http:') return socket;
  return await timed(times, 'tls', () => secured(socket, url.hostname, ca, signal));
}

const portOf = ({ protocol, port }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80);

async function timed<T>(times: Partial<Times>, phase: keyof Times, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  try {
    return await work();
  } finally {
    times[phase] = Math.round((performance.now() - from) * 10) / 10;
  }
}

/** Answers the addresses of a host in the order to try them. A literal is its own address. */
async function addressesOf(
  host: string,
  resolve: Resolve,
  limit: number,
  signal: AbortSignal,
): Promise<string[]> {
  const literal = literalAddress(host);
  if (literal !== null) return [literal];
  const found = await inTime((over) => resolve(host, over), limit, signal);
  if (found.length === 0) throw new PostingFailure('dns_error');
  return alternating([...new Set(found)]);
}

/** Alternates the two kinds (RFC 8305, 4), IPv4 first because a function may have no route for IPv6. */
function alternating(addresses: readonly string[]): string[] {
  const v4 = addresses.filter((address) => !address.includes(':'));
  const v6 = addresses.filter((address) => address.includes(':'));
  return Array.from({ length: Math.max(v4.length, v6.length) }, (_, index) => [v4[index], v6[index]])
    .flat()
    .filter((address) => address !== undefined);
}

/** A name server that refuses the connection is our fault, because it says nothing of the receiver. */
function dnsFailure(error: unknown): PostingFailure | OurFault {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ECONNREFUSED' ? new OurFault('no name server') : asFailure(error, 'dns_error');
}

/** Answers what `work` finds within `limit` ms; then it aborts `over`, which `work` may ignore. */
async function inTime<T>(
  work: (over: AbortSignal) => Promise<T>,
  limit: number,
  signal: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const end = () => {
    over.abort();
    reject();
  };
  const timer = setTimeout(end, limit);
  const leave = whenAborted([signal], end);
  try {
    return await Promise.race([work(over.signal), late]);
  } catch (error) {
    throw over.signal.aborted ? new PostingFailure('timeout') : dnsFailure(error);
  } finally {
    clearTimeout(timer);
    leave();
  }
}

/** Milliseconds before the next address is tried beside this one (RFC 8305, 5). */
const attemptDelay = 250;

/**
 * Tries the addresses by turns, so that a dead one costs a moment. Closes a socket that opens after another
 * has won.
 */
const firstToAccept = (addresses: readonly string[], port: number, signal: AbortSignal): Promise<Socket> =>
  firstToSucceed(addresses.slice(0, triedAddresses), (address, won) => opened(address, port, [signal, won]), {
    delay: attemptDelay,
    isFinal: (error) => signal.aborted || error instanceof OurFault,
  });

async function opened(address: string, port: number, signals: readonly AbortSignal[]): Promise<Socket> {
  const socket = createConnection({ host: address, port, autoSelectFamily: false }).on('error', ignore);
  await ready(socket, 'connect', 'connect_refused', signals);
  if (isAt(socket, address)) return socket.setNoDelay(true);
  socket.destroy();
  throw new PostingFailure('blocked_target');
}

function isAt(socket: Socket, address: string): boolean {
  const [remote, wanted] = [parseAddress(socket.remoteAddress ?? ''), parseAddress(address)];
  return remote !== null && wanted !== null && isSameAddress(remote, wanted);
}

async function secured(
  socket: Socket,
  host: string,
  ca: string | undefined,
  signal: AbortSignal,
): Promise<Socket> {
  const name = literalAddress(host) === null ? { servername: host } : { host: literalAddress(host) ?? host };
  const overTls = connectTls({
    socket,
    ...name,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...(ca && { ca }),
  });
  overTls.on('error', ignore);
  await ready(overTls, 'secureConnect', 'tls_error', [signal]).catch((error) => {
    socket.destroy();
    throw error;
  });
  return overTls;
}

/**
 * Ignores an error: whoever waits on the socket listens for itself, and an error that nobody waits for must
 * not end the process.
 */
const ignore = (): void => {};

/** Resolves on `event`; rejects and destroys the socket on an error, a close or an abort before it. */
async function ready(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  fallback: 'connect_refused' | 'tls_error',
  signals: readonly AbortSignal[],
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const leave = whenAborted(signals, () => reject(new PostingFailure('timeout')));
  const onClose = () => reject(new PostingFailure('connect_reset'));
  const onError = (error: unknown) => reject(asFailure(error, fallback));
  socket.once(event, resolve).once('close', onClose).once('error', onError);
  try {
    await promise;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    leave();
    socket.off(event, resolve).off('close', onClose).off('error', onError);
  }
}
