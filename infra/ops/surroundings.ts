import { AsyncLocalStorage } from 'node:async_hooks';
import { createInterface, type Interface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';

/** What a command finds around it: the process's own streams and environment, or a test's. */
export type Surroundings = {
  env: Record<string, string | undefined>;
  stdin: Readable;
  stdout: Writable;
  stderr: Writable & { isTTY?: boolean };
};

type Session = Surroundings & {
  exitCode: number;
  prompt: Interface | undefined;
  lines: AsyncIterator<string> | undefined;
};

const sessions = new AsyncLocalStorage<Session>();

/** Runs a command in these surroundings and answers the code that it ends with. */
export function inSurroundings(given: Surroundings, command: () => Promise<void>): Promise<number> {
  const session: Session = { ...given, exitCode: 0, prompt: undefined, lines: undefined };
  return sessions.run(session, async () => {
    try {
      await command();
      return session.exitCode;
    } finally {
      session.prompt?.close();
    }
  });
}

const { env, stdin, stdout, stderr } = process;
const ofProcess: Session = { env, stdin, stdout, stderr, exitCode: 0, prompt: undefined, lines: undefined };

export const surroundings = (): Session => sessions.getStore() ?? ofProcess;

/** Has the command exit with 1, because not all was done as asked; what can be done still is. */
export function fallsShort(): void {
  surroundings().exitCode = 1;
}

/** The lines of standard input; lines piped ahead of a question wait for it. */
export function inputLines(): AsyncIterator<string> {
  const session = surroundings();
  session.prompt ??= createInterface({ input: session.stdin, output: session.stderr });
  session.lines ??= session.prompt[Symbol.asyncIterator]();
  return session.lines;
}
