import type { Writable } from 'node:stream';
import { callOwnAddressesDirectly } from '../local/own-addresses.ts';
import { runOps } from './run.ts';

callOwnAddressesDirectly();
const { env, stdin, stdout, stderr } = process;

/** Ends quietly if the reader stops, as `head` does, because it has what it wanted. */
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

/** Waits until output is taken: a pipe takes 64 KB at once, and exiting before would cut off the rest. */
const taken = (stream: Writable) => new Promise<void>((resolve) => void stream.write('', () => resolve()));

const code = await runOps(process.argv.slice(2), { env, stdin, stdout, stderr });
await Promise.all([taken(stdout), taken(stderr)]);
process.exit(code);
