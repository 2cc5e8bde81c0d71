import type { IncomingMessage } from 'node:http';
import type { RequestHead } from './http-event.ts';

type RequestFault = [status: number, detail: string];

/**
 * Says why a request cannot be valid here. Node would pass it on, or refuse it without a problem document.
 */
export function faultOf(
  { httpVersion }: IncomingMessage,
  { fields: { hosts, headers } }: RequestHead,
): RequestFault | null {
  const isOld = httpVersion === '1.0';
  if (!isOld && httpVersion !== '1.1') return [505, 'HTTP/1.1 is spoken here.'];
  // RFC 9112, section 3.2.
  if (hosts > 1 || (hosts === 0 && !isOld)) return [400, 'An HTTP/1.1 request names its Host once.'];
  // RFC 9112, section 6.1: something between may have read another length.
  return isOld && 'transfer-encoding' in headers ? [400, 'HTTP/1.0 knows no Transfer-Encoding.'] : null;
}

const unread: Record<string, RequestFault> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers have at most 10,240 bytes.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
  HPE_INVALID_METHOD: [400, 'The method is not one that HTTP knows.'],
  HPE_INVALID_URL: [400, 'The request target may hold visible ASCII only; percent-encode the rest.'],
  HPE_INVALID_CONTENT_LENGTH: [400, 'Content-Length is no number.'],
  HPE_UNEXPECTED_CONTENT_LENGTH: [400, 'Content-Length comes twice, or with Transfer-Encoding.'],
  HPE_INVALID_TRANSFER_ENCODING: [
    400,
    'Transfer-Encoding ends in chunked, and comes without Content-Length.',
  ],
  HPE_INVALID_CHUNK_SIZE: [400, 'A chunk of the body is malformed.'],
  HPE_INVALID_HEADER_TOKEN: [400, 'A header is malformed.'],
};

/** Says what was wrong with bytes that never became a request. */
export const faultBy = ({ code = '' }: NodeJS.ErrnoException): RequestFault =>
  unread[code] ?? [400, 'The request is not HTTP/1.1.'];
