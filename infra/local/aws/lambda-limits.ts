import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/**
 * Bytes of a function's result as JSON at most; beyond that Lambda gives the gateway an error.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const largestResult = 6_291_556;

/** Bytes of the longest escape that JSON writes for a character. */
const mostPerCharacter = 6;

const headersAtMost = 64 * 1024;

/**
 * Remembers sizes, because a function repeats the same object for a remembered answer, and writing out a
 * large one takes milliseconds.
 */
const measured = new WeakMap<APIGatewayProxyStructuredResultV2, number>();

/** The bytes of an answer that is too large for Lambda; undefined for one that is not. */
export function tooManyBytes(answer: APIGatewayProxyStructuredResultV2): number | undefined {
  if ((answer.body ?? '').length * mostPerCharacter + headersAtMost <= largestResult) return undefined;
  const bytes = measured.get(answer) ?? Buffer.byteLength(JSON.stringify(answer));
  measured.set(answer, bytes);
  return bytes > largestResult ? bytes : undefined;
}
