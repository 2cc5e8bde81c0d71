import { runOps } from './run.ts';

const { env, stdin, stdout, stderr } = process;
process.exit(await runOps(process.argv.slice(2), { env, stdin, stdout, stderr }));
