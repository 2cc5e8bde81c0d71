import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/**
 * Bytes of a function's answer at most, as the JSON that leaves it. Beyond that Lambda gives the gateway an error.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const largestAnswer = 6_291_556;

/** JSON writes no character of a text with more bytes. */
const mostPerCharacter = 6;

const headersAtMost = 64 * 1024;

/** A function that remembers an answer gives the same object again, and writing out a large one takes milliseconds. */
const measured = new WeakMap<APIGatewayProxyStructuredResultV2, number>();

/** The bytes of an answer that Lambda would not let through, undefined for one that it would. */
export function tooManyBytes(answer: APIGatewayProxyStructuredResultV2): number | undefined {
  if ((answer.body ?? '').length * mostPerCharacter + headersAtMost <= largestAnswer) return undefined;
  const bytes = measured.get(answer) ?? Buffer.byteLength(JSON.stringify(answer));
  measured.set(answer, bytes);
  return bytes > largestAnswer ? bytes : undefined;
}
