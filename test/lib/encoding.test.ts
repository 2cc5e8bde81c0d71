import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encoded, takenBy } from '../../functions/lib/http/encoding.ts';
import { packed } from '../../functions/lib/http/packing.ts';
import { bytesAsSent, bytesAsSentOf } from '../../functions/lib/http/size.ts';

const text = 'état,国\r\n'.repeat(1000);

async function answerOf(texts: string[]) {
  const { body, encoding } = await packed(texts);
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/csv', 'content-encoding': encoding, etag: '"a"' },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true as const,
  };
}

const sent = ({ body, isBase64Encoded }: { body: string; isBase64Encoded?: true }) =>
  Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');

describe('what was packed', () => {
  test.each(['gzip', 'gzip, deflate, br', 'GZIP;q=0.1'])(
    'goes as it is to who takes %s',
    async (accepted) => {
      const answer = await encoded(await answerOf([text, text]), takenBy(accepted));
      expect(answer.headers).toMatchObject({
        'content-encoding': 'gzip',
        etag: 'W/"a"',
        vary: 'accept-encoding',
      });
      expect(gunzipSync(sent(answer)).toString()).toBe(text + text);
    },
  );

  test.each([undefined, '', 'identity', 'gzip;q=0', 'deflate'])(
    'is unpacked for who takes %s',
    async (accepted) => {
      const answer = await encoded(await answerOf([text, text]), takenBy(accepted));
      expect(answer.headers['content-encoding']).toBeUndefined();
      expect(answer.headers).toMatchObject({ etag: '"a"', vary: 'accept-encoding' });
      expect(sent(answer).toString()).toBe(text + text);
      expect(answer.headers['content-length']).toBe(String(sent(answer).length));
    },
  );

  test('is packed otherwise for who takes that alone', async () => {
    const answer = await encoded(await answerOf([text]), takenBy('br'));
    expect(answer.headers).toMatchObject({ 'content-encoding': 'br', etag: 'W/"a"' });
    expect(brotliDecompressSync(sent(answer)).toString()).toBe(text);
  });

  test.each(['"', '\\', '\n', '\u0001', '\u007f', 'é', '条', '🌍', '\u2028', 'a"b\r\n\t\b\f'])(
    'has as many bytes in a result as %j makes them',
    (part) => {
      expect(bytesAsSentOf(Buffer.from(part.repeat(3)))).toBe(bytesAsSent(part.repeat(3)));
    },
  );

  test('is sent unpacked as far as Lambda lets it through', async () => {
    const plain = await encoded(await answerOf(['a'.repeat(5_500_000)]), takenBy(undefined));
    expect(sent(plain).length).toBe(5_500_000);
    const large = await encoded(await answerOf(['"'.repeat(5_500_000)]), takenBy(undefined));
    expect(large.headers['content-encoding']).toBe('gzip');
  });
});
