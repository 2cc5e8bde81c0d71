/** Reports what is done, its result and duration, and counts. */
export type Steps = {
  /** Runs one step; what it passes to `say` appears on its line. Throws what the step throws. */
  step<T>(title: string, work: (say: (detail: string) => void) => Promise<T>): Promise<T>;
  readonly passed: number;
  readonly failed: number;
};

export function createSteps(write: (line: string) => void): Steps {
  let passed = 0;
  let failed = 0;
  return {
    async step(title, work) {
      const from = performance.now();
      let detail = '';
      const took = () => `${((performance.now() - from) / 1000).toFixed(1).padStart(6)} s`;
      write(`…             ${title}`);
      try {
        const result = await work((text) => {
          detail = ` (${text})`;
        });
        passed += 1;
        write(`ok   ${took()} ${title}${detail}`);
        return result;
      } catch (error) {
        failed += 1;
        write(`FAIL ${took()} ${title}\n${error instanceof Error ? error.stack : String(error)}`);
        throw error;
      }
    },
    get passed() {
      return passed;
    },
    get failed() {
      return failed;
    },
  };
}

/** Asks again until there is an answer, for at most `seconds`. */
export async function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | null | undefined>,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
