import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../functions/core/webhook/guard/address.ts';
import { loopbackAllowed, publicOnly } from '../../../functions/core/webhook/guard/address-policy.ts';

const policy = publicOnly({ ownHosts: ['tracker.example.org'] });
const laptop = loopbackAllowed();

const v6 = (bytes: Uint8Array | number[]): string =>
  Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  ).join(':');
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const under = (...prefix: number[]) => bytes(16 - prefix.length).map((rest) => v6([...prefix, ...rest]));

describe('the guard on addresses', () => {
  test.each([
    ...[
      '0.0.0.0',
      '0.255.255.255',
      '10.0.0.1',
      '100.64.0.1',
      '100.127.255.255',
      '127.0.0.1',
      '127.255.255.255',
    ],
    ...[
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.0.0.1',
      '192.0.2.1',
      '192.88.99.1',
      '192.31.196.1',
      '192.52.193.1',
      '192.175.48.6',
      '192.168.1.1',
    ],
    ...['198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.7', '224.0.0.1', '239.255.255.255'],
    ...['240.0.0.1', '255.255.255.255', '168.63.129.16'],
    ...['::', '::1', '::7f00:1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1'],
    ...[
      '64:ff9b:1::1',
      '100::1',
      'fc00::1',
      'fd00:ec2::254',
      'fe80::1',
      'fec0::1',
      'ff02::1',
      '2001::1',
      '2001:db8::1',
    ],
    ...[
      '2620:4f:8000::1',
      '2001:470:1:2:0:5efe:10.0.0.1',
      '2a00:1450::200:5efe:7f00:1',
      '2001:470::5efe:c0a8:101',
    ],
    ...['2001:1ff:ffff::1', '2002:7f00:1::', '3fff::1', '3fff:fff::1', '4000::1', '5f00::1'],
  ])('refuses %s', (address) => {
    expect(policy.allows(address)).toBe(false);
  });

  test.each([
    ...['1.1.1.1', '8.8.8.8', '9.255.255.255', '100.63.255.255', '100.128.0.0', '172.15.0.1', '172.32.0.1'],
    ...['192.31.195.1', '192.52.194.1', '2620:4f:7fff::1', '2620:4f:8001::1'],
    ...['192.0.1.1', '198.17.255.255', '198.20.0.0', '168.63.129.15', '223.255.255.255'],
    ...['2001:200::1', '2606:4700:4700::1111', '2a00:1450:4001:80b::200e', '3ffe::1', '3fff:1000::1'],
  ])('lets %s through', (address) => {
    expect(policy.allows(address)).toBe(true);
  });

  test('refuses all of ::/8, 2002::/16 and 64:ff9b::/32', () => {
    const forbidden = fc.oneof(under(0), under(0x20, 0x02), under(0x00, 0x64, 0xff, 0x9b));
    fc.assert(
      fc.property(forbidden, (address) => {
        expect(policy.allows(address)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('refuses a forbidden IPv4 address in every mapped form', () => {
    const forms = (tail: string) => [`::ffff:${tail}`, `::ffff:0:${tail}`, `::${tail}`, `64:ff9b::${tail}`];
    fc.assert(
      fc.property(bytes(4), (address) => {
        const text = address.join('.');
        expect(forms(text).filter((form) => policy.allows(form) && !policy.allows(text))).toEqual([]);
      }),
    );
  });

  test('allows nothing outside 2000::/3', () => {
    const outside = bytes(16).filter(([first = 0]) => first >> 5 !== 1);
    fc.assert(
      fc.property(outside.map(v6), (address) => {
        expect(policy.allows(address)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ...[
      '',
      'x',
      '1.2.3',
      '1.2.3.4.5',
      '01.2.3.4',
      '1.2.3.256',
      '0x7f.0.0.1',
      '2130706433',
      '1.2.3.4 ',
      '１.1.1.1',
    ],
    ...[
      ':',
      ':::',
      '1::2::3',
      '2606:4700',
      '2606::12345',
      'fe80::1%eth0',
      '[2606::1]',
      '2606::1/64',
      '2606::1.2.3',
    ],
    ...['1.2.3.4::', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', '2606:', ':2606::1'],
  ])('%j is no address, and what is none is never allowed', (text) => {
    expect(parseAddress(text)).toBeNull();
    expect(policy.allows(text)).toBe(false);
    expect(laptop.allows(text)).toBe(false);
  });

  test('every way to write an IPv6 address has the same bytes as the URL parser finds', () => {
    fc.assert(
      fc.property(bytes(16), (address) => {
        const canonical = new URL(`http://[${v6(address)}]/`).hostname.slice(1, -1);
        expect(parseAddress(canonical)).toEqual(address);
        expect(parseAddress(v6(address))).toEqual(address);
      }),
    );
  });

  test('the laptop adds loopback, and only that', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', '1.1.1.1'].every(laptop.allows)).toBe(true);
    const closed = ['10.0.0.1', '192.168.1.1', '169.254.169.254', '::ffff:127.0.0.1', 'fe80::1', '0.0.0.0'];
    expect(closed.some(laptop.allows)).toBe(false);
  });
});

describe('the guard on URLs', () => {
  test.each([
    'https://hooks.example.org/in?x=1',
    'https://hooks.example.org:8443/',
    'https://hooks.example.org:443/',
    'https://münchen.example.org/',
    'https://xn--fiqs8s.example.org/',
  ])('%s may be registered', (url) => {
    expect(policy.refuseUrl(url)).toBeNull();
  });

  test.each([
    ['http://hooks.example.org/', 'scheme'],
    ['ftp://hooks.example.org/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['https://user@hooks.example.org/', 'credentials'],
    ['https://user:pass@hooks.example.org/', 'credentials'],
    ['https://hooks.example.org/#x', 'fragment'],
    ['https://hooks.example.org/#', 'fragment'],
    ['https://hooks.example.org:444/', 'port'],
    ['https://hooks.example.org:80/', 'port'],
    ['https://hooks/', 'host-name'],
    ['https://hooks.example.org./', 'host-name'],
    ['https://tracker.example.org/', 'own-host'],
    ['https://a.tracker.example.org/', 'own-host'],
    [`https://hooks.example.org/${'x'.repeat(2048)}`, 'too-long'],
    [`https://hooks.example.org/${'é'.repeat(400)}`, 'too-long'],
    ['hooks.example.org', 'malformed'],
    ['https://', 'malformed'],
    ['https://hooks.exa\tmple.org/', 'malformed'],
    [' https://hooks.example.org/', 'malformed'],
    ['https:\\\\hooks.example.org/', 'malformed'],
    ['https://foo.123/', 'malformed'],
  ])('%s is refused: %s', (url, rule) => {
    expect(policy.refuseUrl(url)?.rule).toBe(rule);
  });

  test.each([
    ...['localhost', 'a.localhost', 'LOCALHOST', 'localhost.', 'printer.local', 'metadata.google.internal'],
    ...[
      'api.default.svc',
      'wiki.corp',
      'a.private',
      'b.intra',
      'vault.service.consul',
      'fritz.box',
      'nas.fritz.box',
    ],
    ...['host.localdomain', 'nas.home', 'relay.mail', 'a.alt', 'ipv4only.arpa', '1.0.0.127.in-addr.arpa'],
    ...['nas.lan', 'x.home.arpa', 'a.test', 'a.example', 'a.invalid', 'a.onion', 'a.local.', 'loc%61lhost'],
  ])('the reserved name %s is refused', (host) => {
    expect(policy.refuseUrl(`https://${host}/`)?.rule).toBe('reserved-name');
  });

  test.each([
    ...[
      '127.0.0.1',
      '0x7f.1',
      '2130706433',
      '017700000001',
      '0177.0.0.1',
      '127.1',
      '①②⑦.⓪.⓪.①',
      '１２７.0.0.1',
    ],
    ...[
      '127.0.0.1.',
      '127。0。0。1',
      '%31%32%37.0.0.1',
      '8.8.8.8',
      '0',
      '0xffffffff',
      '[::1]',
      '[::ffff:7f00:1]',
    ],
    ...['[::ffff:127.0.0.1]', '[2606:4700:4700::1111]', '[64:ff9b::7f00:1]'],
  ])('the address literal %s is refused', (host) => {
    expect(policy.refuseUrl(`https://${host}/`)?.rule).toBe('address-literal');
  });

  test('the laptop takes loopback in http and on any port, and no other private literal', () => {
    for (const url of ['http://127.0.0.1:9/x', 'http://localhost:3000/', 'http://[::1]:3000/'])
      expect(laptop.refuseUrl(url)).toBeNull();
    for (const url of [
      'http://10.0.0.1/',
      'http://169.254.169.254/',
      'http://[::ffff:7f00:1]/',
      'http://nas.lan/',
    ])
      expect(laptop.refuseUrl(url)).not.toBeNull();
  });

  test('a refusal never repeats what was sent', () => {
    expect(policy.refuseUrl('https://user:hunter2@hooks.example.org/')?.detail).not.toContain('hunter2');
  });
});
