type Ending = () => unknown;

const endings: Ending[] = [];

/** Undoes something when the test file that is running ends: files that share a worker share this module too. */
export const atEnd = (ending: Ending): void => void endings.unshift(ending);

export async function end(): Promise<void> {
  for (const ending of endings.splice(0)) await ending();
}
