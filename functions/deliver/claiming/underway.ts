/** Counts the deliveries that one instance is sending, by subscription: `counted` hold a slot. */
export function createUnderway() {
  const counts = new Map<string, { counted: number; uncounted: number }>();
  const of = (id: string) => counts.get(id) ?? { counted: 0, uncounted: 0 };
  const add = (id: string, hasSlot: boolean, by: 1 | -1) => {
    const { counted, uncounted } = of(id);
    const next = hasSlot ? { counted: counted + by, uncounted } : { counted, uncounted: uncounted + by };
    if (next.counted + next.uncounted > 0) counts.set(id, next);
    else counts.delete(id);
  };
  return {
    of,
    begin: (id: string, hasSlot: boolean) => add(id, hasSlot, 1),
    end: (id: string, hasSlot: boolean) => add(id, hasSlot, -1),
  };
}

export type Underway = ReturnType<typeof createUnderway>;
