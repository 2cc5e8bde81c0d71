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
 * Invokes with Lambda's time limit. What the function does after it is neither awaited nor counted; Lambda would
 * freeze it, here it runs on.
 */
export function invokeWithin<Event, Answer>(
  invoke: Invoke<Event, Answer>,
  event: Event,
  seconds: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let isSettled = false;
    let timer: NodeJS.Timeout | undefined;
    const settled =
      <T>(settle: (outcome: T) => void) =>
      (outcome: T) => {
        isSettled = true;
        clearTimeout(timer);
        settle(outcome);
      };
    invoke(event).then(settled(resolve), settled(reject));
    whenTurnEnds(() => {
      if (!isSettled) timer = setTimeout(() => reject(new FunctionTimeout(seconds)), seconds * 1000);
    });
  });
}

let turn: (() => void)[] = [];

/** Most answers are there before the event loop has turned once, and need no timer. */
function whenTurnEnds(task: () => void): void {
  if (turn.push(task) === 1) setImmediate(endTurn);
}

function endTurn(): void {
  const tasks = turn;
  turn = [];
  for (const task of tasks) task();
}
