import { type Address, type Block, block, isIn, parseAddress } from './address.ts';
import { refusalOfUrl, type UrlRefusal, type UrlRules } from './target-url.ts';

/** The policy on receivers. Registration and sending are given the same value, so no setting can swap it. */
export type AddressPolicy = {
  /** Why a subscription may not have this URL, or null; asked at registration and before every send. */
  refuseUrl(url: string): UrlRefusal | null;
  /** Whether a connection to this address may be opened; false for anything that is not an address. */
  allows(address: string): boolean;
};

/** https://www.iana.org/assignments/iana-ipv4-special-registry, and the platform address of Azure. */
const forbiddenV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  // AS112 (RFC 7535, 7534) and AMT (RFC 7450) answer from whoever is nearest.
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.175.48.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '168.63.129.16/32',
].map(block);

/**
 * Only global unicast is allowed, because loopback, mapped, translated (NAT64), unique local and link-local
 * addresses lie outside it.
 */
const allowedV6 = block('2000::/3');

/** https://www.iana.org/assignments/iana-ipv6-special-registry */
const forbiddenV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'].map(block);

/** ISATAP (RFC 5214, 6.1): an IPv4 address in the last four bytes, after a mark that any prefix may have. */
const isIsatap = (address: Address): boolean =>
  ((address[8] ?? 0) & 0xfc) === 0 && address[9] === 0 && address[10] === 0x5e && address[11] === 0xfe;

const loopback = ['127.0.0.0/8', '::1/128'].map(block);

const isInAny = (address: Address, blocks: readonly Block[]): boolean =>
  blocks.some((candidate) => isIn(address, candidate));

const isPublic = (address: Address): boolean =>
  address.length === 4
    ? !isInAny(address, forbiddenV4)
    : isIn(address, allowedV6) && !isInAny(address, forbiddenV6) && !isIsatap(address);

type Options = {
  /** Names of our own, and their subdomains, to which no subscription may point. */
  ownHosts?: readonly string[];
};

/** What production uses: https to public addresses. */
export const publicOnly = ({ ownHosts = [] }: Options = {}): AddressPolicy =>
  policy({ secureOnly: true, ownHosts }, isPublic);

/** The laptop's: loopback too, plain http and any port; other private addresses stay closed. */
export const loopbackAllowed = (): AddressPolicy =>
  policy({ secureOnly: false, ownHosts: [] }, (address) => isInAny(address, loopback) || isPublic(address));

function policy(rules: Omit<UrlRules, 'allows'>, isAllowed: (address: Address) => boolean): AddressPolicy {
  const allows = (text: string): boolean => {
    const address = parseAddress(text);
    return address !== null && isAllowed(address);
  };
  return { allows, refuseUrl: (url) => refusalOfUrl(url, { ...rules, allows }) };
}
