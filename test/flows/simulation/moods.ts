import type { IncomingMessage, ServerResponse } from 'node:http';
import { hour, minute } from '../../../functions/core/instant.ts';
import type { Chance } from '../chance.ts';

/** One request as a receiver takes it. */
export type Taken = { request: IncomingMessage; response: ServerResponse; body: string; nowMs: number };

/** How a receiver, its name or the network behaves for one request; each but `well` is a fault. */
export type Mood = {
  name: string;
  /** How long it takes on the simulated clock. */
  seconds: number;
  /** The status that it answers, if it gets that far. */
  status: number | null;
  /** It goes on for ever, so only our deadline ends it. */
  isEndless?: boolean;
  /** The addresses of its name, or the error code of the lookup. */
  addresses?: string[] | { code: string };
  /** Milliseconds of silence that it asks for, if it asks in a valid form. */
  asks?: number;
  take: (taken: Taken) => void;
};

const challengeIn = (body: string): string => JSON.parse(body).data?.challenge ?? '';

/** Accepts everything, and answers a challenge in one of the two ways. */
export const well: Mood = {
  name: 'well',
  seconds: 0.2,
  status: 200,
  take: ({ response, body }) => {
    const challenge = challengeIn(body);
    response.end(challenge.charCodeAt(0) % 2 ? challenge : challenge && JSON.stringify({ challenge }));
  },
};

type Answer = { headers?: (nowMs: number) => Record<string, string>; body?: string | Buffer };

const answers = (name: string, status: number, { headers, body = '' }: Answer = {}): Mood => ({
  name,
  seconds: 0.1,
  status,
  take: ({ response, nowMs }) => void response.writeHead(status, headers?.(nowMs)).end(body),
});

const raw = (name: string, take: Mood['take']): Mood => ({ name, seconds: 0.1, status: null, take });

const echoes = (name: string, status: number): Mood => ({
  ...answers(name, status),
  take: ({ request, response, body }) =>
    void response.writeHead(status).end(`${request.rawHeaders.join('\n')}\n${body}`),
});

const unreached = (name: string, addresses: NonNullable<Mood['addresses']>): Mood => ({
  ...raw(name, ({ request }) => request.socket.destroy()),
  addresses,
});

const endless = (name: string, status: number | null, begin: string): Mood => ({
  ...raw(name, ({ request }) => drip(request, begin)),
  seconds: 15,
  status,
  isEndless: true,
});

/** Sends a byte now and then; nothing at all without a beginning. */
function drip({ socket }: IncomingMessage, begin: string): void {
  if (!begin) return;
  socket.write(begin);
  const timer = setInterval(() => socket.write('.'), 20);
  socket.on('close', () => clearInterval(timer));
}

const megabytes = Buffer.alloc(5 * 1024 * 1024, 'x');

const failing = (inward: string): Mood[] => [
  endless('hangs', null, ''),
  endless('drips its headers', null, 'HTTP/1.1 200 OK\r\nx: '),
  endless('drips its body', 200, 'HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n'),
  raw('resets', ({ request }) => request.socket.resetAndDestroy()),
  raw('hangs up in its answer', ({ request }) => request.socket.end('HTTP/1.1 20')),
  raw('speaks no HTTP', ({ request }) => request.socket.end('SSH-2.0-x\r\n\r\n')),
  unreached('refuses', ['127.0.0.9']),
  unreached('has no name', { code: 'ENOTFOUND' }),
  unreached('our name server is away', { code: 'ECONNREFUSED' }),
  answers('fails', 500, { body: 'oops' }),
  answers('is not there', 404),
  answers('redirects inward', 302, { headers: () => ({ location: inward }) }),
  answers('redirects inward for good', 308, { headers: () => ({ location: inward }) }),
  answers('sends 5 MB', 200, { body: megabytes }),
  answers('fails with 5 MB', 500, { body: megabytes }),
  answers('answers another challenge', 200, { body: '{"challenge":"guess"}' }),
  echoes('echoes', 200),
  echoes('fails with an echo', 400),
];

const httpDate = (ms: number) => new Date(ms).toUTCString();

const retryAfters: [name: string, value: (nowMs: number) => string, asks?: number][] = [
  ['in digits', () => '120', 2 * minute],
  ['of two hours', () => '7200', 2 * hour],
  ['of a week', () => '604800', 24 * hour],
  ['beyond all bounds', () => '999999999999999', 24 * hour],
  ['as a date', (now) => httpDate(now + 10 * minute), 9 * minute],
  ['as a past date', (now) => httpDate(now - 10 * minute)],
  ['as a date of another form', (now) => new Date(now + hour).toISOString()],
  ['of zero', () => '0'],
  ['below zero', () => '-5'],
  ['as a fraction', () => '1.5'],
  ['in words', () => 'soon'],
  ['of two values', () => '60, 120'],
];

const waiting: Mood[] = [429, 503].flatMap((status) =>
  retryAfters.map(([name, value, asks]) => ({
    ...answers(`${status}, Retry-After ${name}`, status, {
      headers: (now) => ({ 'retry-after': value(now) }),
    }),
    ...(asks && { asks }),
  })),
);

const gone = answers('is gone (410)', 410);

const ending: Mood[] = [
  gone,
  unreached('moves inward', ['169.254.169.254']),
  unreached('moves inward in part', ['127.0.0.1', '10.0.0.1']),
];

/** All moods but `well`; `inward` is where redirects lead. */
export function moodsTo(inward: string) {
  const all = failing(inward);
  const refusing = all.filter(({ status }) => status === null || status >= 300);
  return { failing: all, refusing, waiting, ending };
}

/** How often a receiver is ill, and what it then does. */
export type Character = { often: number; does: 'anything' | 'refuse' | 'leave' };

export const fickle: Character = { often: 0.5, does: 'anything' };

export const ordinaryCharacters: readonly Character[] = [
  { often: 0.3, does: 'anything' },
  fickle,
  { often: 0.9, does: 'anything' },
  { often: 1, does: 'refuse' },
];

/** A mood other than `well`; seldom one that ends a subscription. */
export function illness(chance: Chance, moods: ReturnType<typeof moodsTo>, does: Character['does']): Mood {
  if (does === 'refuse') return chance.pick(moods.refusing);
  if (does === 'leave') return gone;
  if (chance.in(0.12)) return chance.pick(moods.ending);
  return chance.pick(chance.in(0.4) ? moods.waiting : moods.failing);
}
