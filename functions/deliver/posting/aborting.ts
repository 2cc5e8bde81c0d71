/**
 * Calls `act` once any of these aborts, at once where one has; answers how to end that. `AbortSignal.any` keeps all that
 * listens to it until the whole heap is collected, which is a socket and a body for each attempt.
 */
export function whenAborted(signals: readonly AbortSignal[], act: () => void): () => void {
  if (signals.some(({ aborted }) => aborted)) act();
  for (const signal of signals) signal.addEventListener('abort', act, { once: true });
  return () => {
    for (const signal of signals) signal.removeEventListener('abort', act);
  };
}
