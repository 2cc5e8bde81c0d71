/**
 * Calls `act` when any of the signals aborts, at once if one has; answers a function that ends this.
 * `AbortSignal.any` would keep its listeners until the whole heap is collected: a socket and a body for each
 * attempt.
 */
export function whenAborted(signals: readonly AbortSignal[], act: () => void): () => void {
  if (signals.some(({ aborted }) => aborted)) act();
  for (const signal of signals) signal.addEventListener('abort', act, { once: true });
  return () => {
    for (const signal of signals) signal.removeEventListener('abort', act);
  };
}
