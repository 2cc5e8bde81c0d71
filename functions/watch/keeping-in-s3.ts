import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Keep } from './keeping.ts';

/**
 * Keeps documents in a bucket, whose own rules encrypt and expire them. S3 refuses bytes that do not match
 * the hash in their name. Keeping one again restarts its time.
 */
export function keepInS3(bucket: string, client = new S3Client({})): Keep {
  return async (sha256, bytes) => {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: `documents/${sha256}`,
        Body: bytes,
        ContentType: 'application/octet-stream',
        ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
      }),
    );
  };
}
