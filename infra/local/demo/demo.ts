import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../../functions/lib/log.ts';
import { startLaptop } from '../laptop.ts';
import { callOwnAddressesDirectly } from '../own-addresses.ts';
import { openReceiver } from './receiver.ts';
import { tell } from './story.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Tells the story in a scratch database. */
async function main(): Promise<void> {
  callOwnAddressesDirectly();
  say('THIS IS HYPOTHETICAL. China has not ratified the Covenant; nothing of what follows is kept.\n');
  const dataDir = await mkdtemp(join(tmpdir(), 'treaty-demo-'));
  const laptop = await startLaptop({ dataDir, log: createLog({ write: () => {} }) });
  const receiver = await openReceiver();
  try {
    /** Stops the load early, because the story is China's, which is on record by now. */
    await laptop.stopLoading();
    await tell(laptop, receiver, say);
    say('\nThat was hypothetical; the scratch database is deleted.');
  } finally {
    await receiver.close();
    await laptop.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`The demonstration failed: ${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  },
);
