type Ending = () => unknown;

const endings: Ending[] = [];

/** Undoes something when the running test file ends, because files that share a worker share this module. */
export const atEnd = (ending: Ending): void => void endings.unshift(ending);

export async function end(): Promise<void> {
  for (const ending of endings.splice(0)) await ending();
}
