/**
 * Does the same with each, those after one that fails too, and adds up what each answers.
 * @throws Error with what the first threw, once all others are done
 */
export async function oneByOne<T>(all: readonly T[], work: (one: T) => Promise<number>): Promise<number> {
  const failures: unknown[] = [];
  let sum = 0;
  for (const one of all)
    try {
      sum += await work(one);
    } catch (error) {
      failures.push(error);
    }
  const [cause] = failures;
  if (cause === undefined) return sum;
  const said = cause instanceof Error ? cause.message : String(cause);
  throw new Error(`${failures.length} of ${all.length} failed: ${said}`, { cause });
}
