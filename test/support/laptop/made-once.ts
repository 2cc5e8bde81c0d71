import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inject } from 'vitest';

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * A directory that the first worker to need it fills, once a run, while others wait. It is read only; whoever
 * writes takes a copy.
 */
export async function madeOnce(name: string, fill: (directory: string) => Promise<void>): Promise<string> {
  const place = join(inject('runDirectory'), name);
  const making = `${place}.making`;
  for (;;) {
    if (await exists(place)) return place;
    const isOurs = await mkdir(making).then(
      () => true,
      () => false,
    );
    if (isOurs) await fillOrClear(making, place, fill);
    else await setTimeout(50);
  }
}

async function fillOrClear(making: string, place: string, fill: (directory: string) => Promise<void>) {
  try {
    if (await exists(place)) return await rm(making, { recursive: true });
    await fill(making);
    await rename(making, place);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  }
}
