/**
 * Bytes of an answer's text at most, so that with its headers it stays within the 6,291,556 that Lambda lets through.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const mostBytes = 6_000_000;

/** Bytes of a text as a function's result carries it: within JSON, with every escape. */
export const bytesAsSent = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** JSON writes no character with more bytes. */
const mostPerCharacter = 6;

/** JSON writes some characters with six bytes; all others with twice as many as UTF-8 at most. */
const hasLongEscapes = (text: string): boolean => /[^\P{Cc}\b\t\n\f\r]/u.test(text) || !text.isWellFormed();

export const fits = (text: string): boolean =>
  text.length * mostPerCharacter <= mostBytes ||
  (2 * Buffer.byteLength(text) <= mostBytes && !hasLongEscapes(text)) ||
  bytesAsSent(text) <= mostBytes;

/** The first form that one answer can carry, else the last; each is made when those before it are too large. */
export function firstFitting<T extends { toString(): string }>(
  whole: T,
  ...shorter: readonly (() => T)[]
): T {
  let form = whole;
  for (const make of shorter) if (!fits(String(form))) form = make();
  return form;
}
