/** A function as both substrates call it. */
export type Invoke<Event, Answer> = (event: Event) => Promise<Answer>;

/** Thrown when a function has not answered in the time that the wiring gives it. */
export class FunctionTimeout extends Error {
  override name = 'FunctionTimeout';

  constructor(seconds: number) {
    super(`Task timed out after ${seconds.toFixed(2)} seconds`);
  }
}

/** What becomes of an invocation: one of the two, once. */
export type Outcome<Answer> = { answered: (answer: Answer) => void; failed: (error: unknown) => void };

/**
 * Invokes with Lambda's time limit. What the function does after it is neither awaited nor counted; Lambda would
 * freeze it, here it runs on.
 */
export function invokeWithin<Event, Answer>(
  invoke: Invoke<Event, Answer>,
  event: Event,
  seconds: number,
): Promise<Answer> {
  return new Promise((answered, failed) => begin(invoke, event, seconds, { answered, failed }));
}

/** The same without a promise, for what is called most. */
export function begin<Event, Answer>(
  invoke: Invoke<Event, Answer>,
  event: Event,
  seconds: number,
  { answered, failed }: Outcome<Answer>,
): void {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const end = (): boolean => {
    if (isOver) return false;
    isOver = true;
    if (timer) clearTimeout(timer);
    return true;
  };
  const fail = (error: unknown) => {
    if (end()) failed(error);
  };
  invoke(event).then((answer) => {
    if (end()) answered(answer);
  }, fail);
  whenTurnEnds(() => {
    if (!isOver) timer = setTimeout(() => fail(new FunctionTimeout(seconds)), seconds * 1000);
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
