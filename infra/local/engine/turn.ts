/** Asks a question once for all that happens in one turn of the event loop, or until what was said is forgotten. */
export function perTurn<T>(ask: () => T) {
  let said: { answer: T } | undefined;
  const forget = (): void => {
    said = undefined;
  };
  const byNow = (): T => {
    if (said) return said.answer;
    said = { answer: ask() };
    setImmediate(forget);
    return said.answer;
  };
  return { byNow, forget };
}
