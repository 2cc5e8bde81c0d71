import type { Writable } from 'node:stream';
import { callOwnAddressesDirectly } from '../local/own-addresses.ts';
import { runOps } from './run.ts';

callOwnAddressesDirectly();
const { env, stdin, stdout, stderr } = process;

/** Ends quietly: a reader that stops, as `head` does, has what it wanted. */
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

/** A pipe takes 64 KB at once: leaving before the rest is taken would cut it off. */
const taken = (stream: Writable) => new Promise<void>((resolve) => void stream.write('', () => resolve()));

const code = await runOps(process.argv.slice(2), { env, stdin, stdout, stderr });
await Promise.all([taken(stdout), taken(stderr)]);
process.exit(code);
