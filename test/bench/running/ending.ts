import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const left = new Set<() => void>();

process.once('exit', () => {
  for (const end of left) end();
});

/** Registers a step for the end of this process. Answers how to call it off. */
export function atEnd(step: () => void): () => void {
  left.add(step);
  return () => void left.delete(step);
}

/** Ends on a signal as on its own, so that an interrupted benchmark leaves no process and no directory behind. */
export function endOnSignals(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

export type Directory = { path: string; remove(): void };

export function newDirectory(parent = tmpdir()): Directory {
  const path = mkdtempSync(join(parent, 'bench-'));
  const erase = () => rmSync(path, { recursive: true, force: true });
  const callOff = atEnd(erase);
  const remove = () => {
    erase();
    callOff();
  };
  return { path, remove };
}
