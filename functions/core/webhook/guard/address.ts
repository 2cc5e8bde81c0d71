/** An address as its bytes: 4 of IPv4, 16 of IPv6. */
export type Address = Uint8Array;

/** A block of addresses: those that share its first `length` bits. */
export type Block = { prefix: Address; length: number };

/**
 * An address from its text, or null. Strict: four plain decimal parts, or IPv6 as RFC 4291 writes it, with an IPv4 tail
 * or without; no zone, no brackets, none of the shorter, octal and hexadecimal forms that other parsers accept.
 */
export const parseAddress = (text: string): Address | null =>
  text.includes(':') ? parseV6(text) : parseV4(text);

const decimalByte = /^(?:0|[1-9]\d{0,2})$/;

function parseV4(text: string): Address | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => decimalByte.test(part) && Number(part) <= 255))
    return null;
  return Uint8Array.from(parts, Number);
}

function parseV6(text: string): Address | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half, index) => bytesOf(half, index === halves.length - 1));
  if (!head || tail === null) return null;
  if (tail === undefined) return head.length === 16 ? Uint8Array.from(head) : null;
  const gap = 16 - head.length - tail.length;
  return gap >= 2 ? Uint8Array.from([...head, ...new Array<number>(gap).fill(0), ...tail]) : null;
}

/** Bytes of groups of hexadecimal digits; the last group of the last half may be an IPv4 address. */
function bytesOf(half: string, isLast: boolean): number[] | null {
  if (half === '') return [];
  const groups = half.split(':');
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    const v4 = isLast && index === groups.length - 1 ? parseV4(group) : null;
    if (v4) bytes.push(...v4);
    else if (/^[0-9a-fA-F]{1,4}$/.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255);
    else return null;
  }
  return bytes;
}

/** A block from `address/length`; throws RangeError where that is not one. */
export function block(text: string): Block {
  const [address = '', length] = text.split('/');
  const prefix = parseAddress(address);
  if (!prefix || !length) throw new RangeError(`${text} is not a block of addresses`);
  return { prefix, length: Number(length) };
}

export function isIn(address: Address, { prefix, length }: Block): boolean {
  if (address.length !== prefix.length) return false;
  const whole = length >> 3;
  for (let index = 0; index < whole; index++) if (address[index] !== prefix[index]) return false;
  const mask = (0xff << (8 - (length & 7))) & 0xff;
  return mask === 0 || ((address[whole] ?? 0) & mask) === ((prefix[whole] ?? 0) & mask);
}

export const isSameAddress = (a: Address, b: Address): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
