import type { ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 as Result } from 'aws-lambda';

/**
 * Sends a function's result as an HTTP API does. Answers the lines of its head, names and values by turns.
 */
export function writeResult(response: ServerResponse, result: Result): string[] {
  const { statusCode = 200 } = result;
  const bytes = bytesOf(result);
  const lines = linesOf(result);
  const isMeasured = lines.some((name, index) => index % 2 === 0 && name === 'content-length');
  if (!isMeasured && statusCode !== 304 && statusCode !== 204)
    lines.push('content-length', String(bytes.length));
  response.writeHead(statusCode, lines);
  response.end(bytes);
  return lines;
}

function linesOf({ headers = {}, cookies = [] }: Result): string[] {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) lines.push(name.toLowerCase(), String(value));
  for (const cookie of cookies) lines.push('set-cookie', cookie);
  return lines;
}

/**
 * Keeps encoded bodies by their result, because a function repeats the same object for a remembered answer,
 * and encoding is most of a request's time.
 */
const known = new WeakMap<Result, Buffer>();

function bytesOf(result: Result): Buffer {
  const { body = '', isBase64Encoded } = result;
  const bytes = known.get(result) ?? Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  known.set(result, bytes);
  return bytes;
}
