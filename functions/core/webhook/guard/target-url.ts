import { parseAddress } from './address.ts';

/** Why a URL is refused: a stable rule, and a sentence that says what would be accepted. */
export type UrlRefusal = { rule: UrlRule; detail: string };

export type UrlRule =
  | 'malformed'
  | 'too-long'
  | 'scheme'
  | 'credentials'
  | 'fragment'
  | 'port'
  | 'address-literal'
  | 'host-name'
  | 'reserved-name'
  | 'own-host';

export type UrlRules = {
  /** https on 443 or 8443 to a DNS name; else http, any port and the literals that `allows` lets through, too. */
  secureOnly: boolean;
  ownHosts: readonly string[];
  allows(address: string): boolean;
};

const longest = 2048;
const securePorts = ['', '443', '8443'];

/** RFC 6761, 6762 (appendix G), 7686, 8375, 9476, the DNS's own `arpa`, and names that are private by custom. */
const reserved = [
  'localhost',
  'local',
  'internal',
  'lan',
  'corp',
  'private',
  'intra',
  'intranet',
  'svc',
  'consul',
  'fritz.box',
  'alt',
  'arpa',
  'home',
  'localdomain',
  'mail',
  'test',
  'example',
  'invalid',
  'onion',
];

const details: Record<UrlRule, string> = {
  malformed: 'An absolute URL without spaces or control characters is expected.',
  'too-long': `At most ${longest} characters are accepted.`,
  scheme: 'Only https is accepted.',
  credentials: 'A URL without a user name and password is expected; every request is signed.',
  fragment: 'A URL without a fragment is expected.',
  port: 'Only ports 443 and 8443 are accepted.',
  'address-literal': 'A DNS name is expected, not an address in any spelling.',
  'host-name': 'A full DNS name such as hooks.example.org is expected.',
  'reserved-name': 'A name that is public in the DNS is expected.',
  'own-host': 'A host other than this service is expected.',
};

/** The first rule that a URL breaks, or null; judged on what the WHATWG parser makes of it, as it will be used. */
export function refusalOfUrl(text: string, rules: UrlRules): UrlRefusal | null {
  const rule = brokenRule(text, rules);
  return rule && { rule, detail: details[rule] };
}

function brokenRule(text: string, rules: UrlRules): UrlRule | null {
  if (text.length > longest) return 'too-long';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the URL parser would silently drop them.
  const url = /[\u0000-\u0020\u007f\\]/.test(text) ? null : URL.parse(text);
  if (!url) return 'malformed';
  if (url.href.length > longest) return 'too-long';
  const schemes = rules.secureOnly ? ['https:'] : ['https:', 'http:'];
  if (!schemes.includes(url.protocol)) return 'scheme';
  if (url.username || url.password) return 'credentials';
  if (url.href.includes('#')) return 'fragment';
  if (rules.secureOnly && !securePorts.includes(url.port)) return 'port';
  return brokenHostRule(url.hostname, rules);
}

function brokenHostRule(host: string, { secureOnly, ownHosts, allows }: UrlRules): UrlRule | null {
  const literal = literalAddress(host);
  if (literal !== null) return secureOnly || !allows(literal) ? 'address-literal' : null;
  if (!secureOnly && isUnder(host, 'localhost')) return null;
  if (reserved.some((name) => isUnder(host, name) || isUnder(host, `${name}.`))) return 'reserved-name';
  if (!isDnsName(host)) return 'host-name';
  return ownHosts.some((own) => isUnder(host, own.toLowerCase())) ? 'own-host' : null;
}

/** The address that a URL's host is, without brackets; null for a name. */
export function literalAddress(host: string): string | null {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  return parseAddress(bare) && bare;
}

const isUnder = (host: string, name: string): boolean => host === name || host.endsWith(`.${name}`);

const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

function isDnsName(host: string): boolean {
  const labels = host.split('.');
  return host.length <= 253 && labels.length > 1 && labels.every((part) => label.test(part));
}
