import { DomainError } from './errors.ts';
import { decodeUtf8, nowhereInXml, withoutControls } from './text.ts';

/**
 * Parses JSON strictly. Texts must be well-formed Unicode that XML can hold too, because feeds carry them. No
 * member may come twice, because readers differ on which one counts (RFC 8259, section 4). `what` names the
 * input in the error.
 * @throws DomainError `malformed-request`
 */
export function parseJson(bytes: Uint8Array, what = 'The body'): unknown {
  const text = decodeUtf8(bytes, what);
  const { value, members } = parsed(text, what);
  const twice = moreThan(members, namesIn(text));
  if (twice === undefined) return value;
  throw refusal(`${what} has the member ${twice.slice(0, 100)} twice; give it once.`);
}

const refusal = (detail: string): DomainError => new DomainError('malformed-request', detail);

/**
 * Parses, and collects every object's member names for the search for doubles; the last value revived is the
 * whole, which has no name.
 */
function parsed(text: string, what: string) {
  const members: string[] = [];
  try {
    const value: unknown = JSON.parse(text, function (this: unknown, name, value) {
      if (!Array.isArray(this)) members.push(name);
      requireWellFormed(name, value, what);
      return value;
    });
    return { value, members: members.slice(0, -1) };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    if (text.trim() === '') throw refusal(`${what} is empty; JSON is expected.`);
    if (error instanceof RangeError) throw refusal(`${what} is nested too deeply.`);
    throw refusal(`${what} is not well-formed JSON: ${(error as Error).message}`);
  }
}

function requireWellFormed(name: string, value: unknown, what: string): void {
  for (const text of [name, value]) {
    if (typeof text !== 'string') continue;
    const unreadable = nowhereInXml.exec(text)?.[0];
    const wrong = unreadable
      ? `${nameOf(unreadable)}, which not every reader can take: leave it out`
      : text.isWellFormed()
        ? null
        : 'half a surrogate pair: give both halves of the character, or leave it out';
    if (wrong) throw refusal(`${what} has in ${place(name)} ${wrong}.`);
  }
}

const nameOf = (character: string): string =>
  character === '\0'
    ? 'NUL (\\u0000)'
    : `the control character \\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const place = (name: string): string =>
  name === '' ? 'a text' : `the member ${withoutControls(name.toWellFormed()).slice(0, 100)}`;

/** In well-formed JSON, a text before a colon is a name and nothing else is. */
const namesIn = (text: string): string[] =>
  Array.from(text.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?/g)).flatMap(([, name = '', colon]) =>
    colon ? [JSON.parse(name) as string] : [],
  );

/** A name that comes more often in `given` than in `members`. */
function moreThan(members: readonly string[], given: readonly string[]): string | undefined {
  if (given.length <= members.length) return undefined;
  const left = new Map<string, number>();
  for (const name of members) left.set(name, (left.get(name) ?? 0) + 1);
  return given.find((name) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count === 0;
  });
}
