/** A function as both substrates call it. */
export type Invoke<Event, Answer> = (event: Event) => Promise<Answer>;

/** Thrown when a function has not answered in the time that the wiring gives it. */
export class FunctionTimeout extends Error {
  override name = 'FunctionTimeout';

  constructor(seconds: number) {
    super(`Task timed out after ${seconds.toFixed(2)} seconds`);
  }
}

/**
 * Invokes with Lambda's time limit. What the function does after it is neither awaited nor counted; Lambda
 * would freeze the function, and here it runs on.
 */
export async function invokeWithin<Event, Answer>(
  invoke: Invoke<Event, Answer>,
  event: Event,
  seconds: number,
): Promise<Answer> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new FunctionTimeout(seconds)), seconds * 1000);
  try {
    return await Promise.race([invoke(event), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
