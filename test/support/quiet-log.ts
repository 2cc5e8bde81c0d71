import { createLog, type Log } from '../../functions/lib/log.ts';

export type CapturedLog = { log: Log; lines: Record<string, unknown>[] };

/** A log whose lines a test can read. */
export function captureLog(): CapturedLog {
  const lines: Record<string, unknown>[] = [];
  return { log: createLog({ write: (line) => lines.push(JSON.parse(line)) }), lines };
}
