import { createSocket, type Socket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicOnly } from '../../../functions/core/webhook/guard/address-policy.ts';
import { type Resolve, resolveBy } from '../../../functions/deliver/posting/resolver.ts';
import { createSend } from '../../../functions/deliver/posting/send.ts';
import { posting, shortLimits } from '../receiver.ts';

type Records = { A?: string[]; AAAA?: string[]; CNAME?: string; mute?: 'A' | 'AAAA' };

/** A name server on loopback: unknown names get NXDOMAIN, `silent` ones no answer. */
const zone: Record<string, Records | 'silent'> = {
  'two.example.org': {
    A: ['93.184.215.14', '93.184.215.15'],
    AAAA: ['2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  },
  'only4.example.org': { A: ['93.184.215.14'] },
  'chain.example.org': { CNAME: 'inner.example.org' },
  'inner.example.org': { A: ['10.1.2.3'] },
  'silent.example.org': 'silent',
  'no6.example.org': { A: ['93.184.215.14'], mute: 'AAAA' },
  'no4.example.org': { AAAA: ['2606:2800:21f:cb07:6820:80da:af6b:8b2c'], mute: 'A' },
  'inward6.example.org': { A: ['10.1.2.3'], mute: 'AAAA' },
  'empty.example.org': {},
};

let server: Socket;

beforeAll(async () => {
  server = createSocket('udp4', (query, { port, address }) => {
    const answer = answerTo(query);
    if (answer) server.send(answer, port, address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());

const resolveHere: Resolve = (host, signal) =>
  resolveBy([`127.0.0.1:${server.address().port}`], host, signal);

const resolve = (name: string, limit = 5_000) => resolveHere(name, AbortSignal.timeout(limit));

describe('a name', () => {
  test('is every address that it has, of both kinds', async () => {
    expect((await resolve('two.example.org')).sort()).toEqual([
      '2606:2800:21f:cb07:6820:80da:af6b:8b2c',
      '93.184.215.14',
      '93.184.215.15',
    ]);
  });

  test('of one kind only has that', async () => {
    expect(await resolve('only4.example.org')).toEqual(['93.184.215.14']);
  });

  test('is followed along its aliases', async () => {
    expect(await resolve('chain.example.org')).toEqual(['10.1.2.3']);
  });

  test.each(['nowhere.example.org', 'empty.example.org'])(
    'without an address is an error: %s',
    async (name) => {
      await expect(resolve(name)).rejects.toThrow();
    },
  );

  test.each([
    ['no6.example.org', '93.184.215.14'],
    ['no4.example.org', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  ])(
    'whose server answers for one kind of address and never for the other has that one: %s',
    async (name, address) => {
      expect(await resolve(name, 1_500)).toEqual([address]);
    },
  );

  test('localhost is never asked for', async () => {
    expect(await resolve('hooks.localhost')).toEqual(['127.0.0.1', '::1']);
  });

  test('that nobody answers for ends with the signal, not with the patience of the resolver', async () => {
    const from = performance.now();
    await expect(resolve('silent.example.org', 100)).rejects.toThrow();
    expect(performance.now() - from).toBeLessThan(900);
  });
});

describe('a POST by way of that server', () => {
  const send = createSend({ policy: publicOnly(), resolve: resolveHere, limits: shortLimits });
  const outcome = async (name: string) =>
    (await send({ ...posting(443), url: `https://${name}/hooks` })).answer;

  test('is refused where an alias leads inward', async () => {
    expect(await outcome('chain.example.org')).toEqual({ kind: 'failed', code: 'blocked_target' });
  });

  test('is refused where the only kind that is answered for leads inward', async () => {
    expect(await outcome('inward6.example.org')).toEqual({ kind: 'failed', code: 'blocked_target' });
  });

  test('times out where the name does, and fails where there is none', async () => {
    expect(await outcome('silent.example.org')).toEqual({ kind: 'failed', code: 'timeout' });
    expect(await outcome('nowhere.example.org')).toEqual({ kind: 'failed', code: 'dns_error' });
  });
});

const types = { A: 1, CNAME: 5, AAAA: 28 } as const;

/** Answers the one question of a query (RFC 1035, 4.1). */
function answerTo(query: Buffer): Buffer | null {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  const asked = query.readUInt16BE(at + 1) === types.AAAA ? 'AAAA' : 'A';
  const name = labels.join('.').toLowerCase();
  const known = zone[name];
  if (known === 'silent' || (known && known.mute === asked)) return null;
  const records = known ? recordsOf(name, asked) : [];
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(known ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, query.subarray(12, at + 5), ...records]);
}

function recordsOf(name: string, asked: 'A' | 'AAAA'): Buffer[] {
  const known = zone[name];
  if (!known || known === 'silent') return [];
  if (known.CNAME)
    return [record(name, types.CNAME, nameBytes(known.CNAME)), ...recordsOf(known.CNAME, asked)];
  return (known[asked] ?? []).map((address) => record(name, types[asked], addressBytes(address)));
}

function record(name: string, type: number, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(name), fixed, data]);
}

const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

/** Bytes of addresses written in full, as above. */
const addressBytes = (address: string): Buffer =>
  address.includes(':')
    ? Buffer.from(
        address
          .split(':')
          .map((group) => group.padStart(4, '0'))
          .join(''),
        'hex',
      )
    : Buffer.from(address.split('.').map(Number));
