import type { World } from '../world.ts';

/** Each time that a subscription becomes failing or disabled, its owner is told once. */
export function warningFaults({ journal }: World, id: string): string[] {
  const statuses = journal.subscription(id).map(({ value }) => value?.status);
  const types = journal.rowsOf(id).map(([made]) => made?.value?.type);
  return (['failing', 'disabled'] as const).flatMap((status) => {
    const times = statuses.filter((one, index) => one === status && statuses[index - 1] !== status).length;
    const told = types.filter((type) => type === `subscription.${status}`).length;
    return told === times
      ? []
      : [`${id} came to be ${status} ${times} times, and its owner was told ${told}`];
  });
}
