import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Refusal } from '../refusal.ts';

const require = createRequire(import.meta.url);

/** The embedded engine's binary for this platform, an optional dependency. */
export function enginePath(platform: string = `${process.platform}-${process.arch}`): string {
  const path = find(`@dynoxide/${platform}/package.json`);
  if (path && existsSync(path)) return path;
  throw new Refusal(
    `No embedded database for ${platform}: set DYNAMODB_ENDPOINT to any DynamoDB, ` +
      'for example DYNAMODB_ENDPOINT=http://127.0.0.1:8000 for DynamoDB Local',
  );
}

function find(manifest: string): string | undefined {
  try {
    return join(dirname(require.resolve(manifest)), 'dynoxide');
  } catch {
    return undefined;
  }
}
