import { DomainError } from '../../core/errors.ts';

/**
 * Parses a JSON body whose every text is well-formed Unicode without NUL, as the table and any reader can take it, and
 * in which no member comes twice: readers differ on which of the two counts (RFC 8259, section 4).
 */
export function parseJson(bytes: Uint8Array): unknown {
  const { text, value, members } = parsed(bytes);
  const twice = moreThan(members, namesIn(text));
  if (twice === undefined) return value;
  throw new DomainError('malformed-request', `The body has the member ${twice.slice(0, 100)} twice.`);
}

function parsed(bytes: Uint8Array) {
  const members: string[] = [];
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text, function (this: unknown, name, value) {
      if (!Array.isArray(this)) members.push(name);
      return wellFormed(name, value);
    });
    return { text, value, members };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('malformed-request', 'The body is not well-formed JSON in UTF-8.');
  }
}

function wellFormed(name: string, value: unknown): unknown {
  for (const text of [name, value])
    if (typeof text === 'string' && (!text.isWellFormed() || text.includes('\0')))
      throw new DomainError(
        'malformed-request',
        `The body has NUL (\\u0000) or half of a surrogate pair in ${name ? `the member ${wellFormedOf(name)}` : 'a text'}; leave the character out.`,
      );
  return value;
}

const wellFormedOf = (name: string): string => name.toWellFormed().replaceAll('\0', '').slice(0, 100);

/** In well-formed JSON a text before a colon is a name, and nothing else is. */
const namesIn = (text: string): string[] =>
  Array.from(text.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?/g)).flatMap(([, name = '', colon]) =>
    colon ? [JSON.parse(name) as string] : [],
  );

/** A name that comes more often among `given` than among `members`, which hold the nameless root besides. */
function moreThan(members: readonly string[], given: readonly string[]): string | undefined {
  if (given.length < members.length) return undefined;
  const left = new Map<string, number>();
  for (const name of members) left.set(name, (left.get(name) ?? 0) + 1);
  return given.find((name) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count === 0;
  });
}
