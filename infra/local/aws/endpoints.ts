import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** Where the parts of a running laptop answer. */
export const Endpoints = z.object({
  url: z.url(),
  table: z.string(),
  dynamodb: z.url(),
  sqs: z.url(),
});
export type Endpoints = z.infer<typeof Endpoints>;

const fileIn = (dataDir: string): string => join(dataDir, 'endpoints.json');

/** Tells operator commands where a laptop answers. Call the result when the laptop stops. */
export async function announceEndpoints(dataDir: string, endpoints: Endpoints): Promise<() => Promise<void>> {
  await writeFile(fileIn(dataDir), `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
  return async () => {
    const there = await readEndpoints(dataDir);
    if (there?.url === endpoints.url) await rm(fileIn(dataDir), { force: true });
  };
}

/**
 * Undefined if no laptop has announced itself. A killed laptop leaves its file behind, so check that it
 * answers.
 */
export async function readEndpoints(dataDir: string): Promise<Endpoints | undefined> {
  try {
    return Endpoints.parse(JSON.parse(await readFile(fileIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}
