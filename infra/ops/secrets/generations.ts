import {
  type Generation,
  newestOf,
  readGenerations,
  withoutGeneration,
  writeGenerations,
} from '../../../functions/core/webhook/signing/master-generations.ts';
import {
  liveGenerations,
  type Subscription,
  withoutSecretsOf,
} from '../../../functions/core/webhook/subscription.ts';
import { newestKept } from '../../../functions/lib/master-secret.ts';
import { everySubscription } from '../../../functions/store/copy/export.ts';
import { Refusal } from '../../local/refusal.ts';
import { now } from '../command.ts';
import type { Deployment } from '../deployment.ts';
import { note } from '../terminal.ts';
import type { KeptSecret, SecretKeeper } from './secret-keeper.ts';

type Signer = Pick<Subscription, 'id' | 'owner' | 'contact'>;

/** A generation, and the subscriptions with a live secret that derives from it. */
export type GenerationInUse = {
  generation: number;
  createdAt: string | null;
  state: 'newest' | 'kept' | 'missing';
  signers: Signer[];
};

export type Secret = { keeper: SecretKeeper; kept: KeptSecret; generations: Generation[] };

export async function openSecret({ masterSecret: keeper }: Deployment): Promise<Secret> {
  if (!keeper) throw new Refusal('The master secret cannot be found: set MASTER_SECRET_FILE to its file.');
  const kept = await keeper.read();
  return { keeper, kept, generations: readGenerations(kept.value) };
}

/** Each generation that exists or should, in order. */
export async function generationsInUse(
  { db }: Deployment,
  generations: readonly Generation[],
): Promise<GenerationInUse[]> {
  const signers = new Map<number, Signer[]>(generations.map(({ generation }) => [generation, []]));
  let seen = 0;
  for await (const { id, owner, contact, secrets } of everySubscription(db)) {
    for (const generation of liveGenerations(secrets, now())) {
      const those = signers.get(generation) ?? [];
      those.push({ id, owner, ...(contact !== undefined && { contact }) });
      signers.set(generation, those);
    }
    seen += 1;
    if (seen % 1000 === 0) note(`Subscriptions: ${seen}`);
  }
  const newest = newestOf(generations).generation;
  return [...signers]
    .sort(([a], [b]) => a - b)
    .map(([generation, those]) => {
      const known = generations.find((one) => one.generation === generation);
      const state = generation === newest ? 'newest' : known ? 'kept' : 'missing';
      return { generation, createdAt: known?.createdAt ?? null, state, signers: those };
    });
}

export const subscriptionsIn = (count: number): string =>
  count === 1 ? '1 subscription' : `${count} subscriptions`;

/** `desk 2, ngo 1`: owners, those with most first, and how many more there are. */
export function ownersOf(signers: readonly Signer[], shown = 20): string {
  const counts = new Map<string, number>();
  for (const { owner } of signers) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  const all = [...counts].sort(([a, most], [b, fewer]) => fewer - most || (a < b ? -1 : 1));
  const named = all.slice(0, shown).map(([owner, count]) => `${owner} ${count}`);
  return [...named, ...(all.length > shown ? [`and ${all.length - shown} owners more`] : [])].join(', ');
}

/**
 * Milliseconds for which an instance may still take the generation before for the newest, with time for a
 * request under way.
 */
const settling = 5 * newestKept;

/** @throws Refusal while a running instance may still make secrets of the generation before */
export function requireSettled(generations: readonly Generation[], at: number): void {
  const { createdAt } = newestOf(generations);
  const left = createdAt === null ? 0 : Date.parse(createdAt) + settling - at;
  if (left <= 0) return;
  const seconds = Math.ceil(left / 1000);
  throw new Refusal(`Not every function knows the newest generation yet; try again in ${seconds} s.`);
}

/**
 * Gives each signer a secret of the newest generation in place of its own, at once. It may be repeated and
 * interrupted.
 */
export async function moveSigners(
  { store }: Deployment,
  { generation, signers }: GenerationInUse,
  newest: number,
  each: (done: number, total: number) => void,
): Promise<void> {
  let done = 0;
  for (const { id } of signers) {
    await store.subscriptions
      .update(id, (current) => {
        const at = now();
        if (!liveGenerations(current.secrets, at).includes(generation)) return null;
        const secrets = withoutSecretsOf(generation, current.secrets, newest, at);
        return { ...current, secrets, updatedAt: at };
      })
      .catch((error: { code?: string }) => {
        if (error.code !== 'not-found') throw error;
      });
    each(++done, signers.length);
  }
}

export async function forget({ keeper, kept, generations }: Secret, generation: number): Promise<void> {
  if (!generations.some((one) => one.generation === generation)) return;
  await keeper.replace(writeGenerations(withoutGeneration(generations, generation)), kept);
}
