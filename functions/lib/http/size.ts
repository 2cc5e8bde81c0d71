/**
 * Bytes of an answer's text at most, so that with its headers it stays within the 6,291,556 that Lambda lets through.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const largestAnswer = 6_000_000;

/** Bytes of a text in a function's result, which is JSON: escapes count. */
export const bytesAsSent = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/** Bytes that JSON adds to each byte of a text in UTF-8. */
const added = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x80 ? bytesAsSent(String.fromCharCode(byte)) - '"x"'.length : 0,
);

/** The same of a text in UTF-8, counted by index, because an iterator and `JSON.stringify` take ten times as long. */
export function bytesAsSentOf(text: Uint8Array): number {
  let bytes = text.length + '""'.length;
  for (let at = 0; at < text.length; at += 1) bytes += added[text[at] ?? 0] ?? 0;
  return bytes;
}

/** Bytes of the longest escape that JSON writes for a character. */
const mostPerCharacter = 6;

/** Whether JSON writes any character with six bytes; without such, at most twice as many as UTF-8. */
const hasLongEscapes = (text: string): boolean => /[^\P{Cc}\b\t\n\f\r]/u.test(text) || !text.isWellFormed();

export const fitsInAnswer = (text: string): boolean =>
  text.length * mostPerCharacter <= largestAnswer ||
  (2 * Buffer.byteLength(text) <= largestAnswer && !hasLongEscapes(text)) ||
  bytesAsSent(text) <= largestAnswer;

/**
 * The first form that fits into one answer, or else the last. A form is made only if those before it are too
 * large.
 */
export function firstFitting<T extends { toString(): string }>(
  whole: T,
  ...shorter: readonly (() => T)[]
): T {
  let form = whole;
  for (const make of shorter) if (!fitsInAnswer(String(form))) form = make();
  return form;
}
