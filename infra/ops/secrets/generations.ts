import { randomBytes } from 'node:crypto';
import {
  type Generation,
  keyOf,
  newestOf,
  readGenerations,
  withoutGeneration,
  writeGenerations,
} from '../../../functions/core/webhook/signing/master-generations.ts';
import { fits, issuerOf } from '../../../functions/core/webhook/signing/sealed-keys.ts';
import {
  generationOf,
  isLive,
  liveGenerations,
  withoutSecretsOf,
} from '../../../functions/core/webhook/signing/secret-version.ts';
import type { Subscription } from '../../../functions/core/webhook/subscription.ts';
import { newestKept } from '../../../functions/lib/master-secret.ts';
import { everySubscription } from '../../../functions/store/copy/export.ts';
import { Refusal } from '../../local/refusal.ts';
import { now } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { note } from '../terminal.ts';
import type { KeptSecret, SecretKeeper } from './secret-keeper.ts';

type SigningSubscription = Pick<Subscription, 'id' | 'owner' | 'contact'>;

/**
 * A generation, and the subscriptions with a live secret that derives from it. What is `damaged` names it and has a
 * seal that does not fit.
 */
export type GenerationInUse = {
  generation: number;
  createdAt: string | null;
  state: 'newest' | 'kept' | 'missing';
  signers: SigningSubscription[];
  damaged: SigningSubscription[];
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
  const uses = new Map(generations.map(({ generation }) => [generation, unused()]));
  const masters = new Map(generations.map(({ generation, secret }) => [generation, keyOf(secret)]));
  let seen = 0;
  for await (const { id, owner, contact, secrets } of everySubscription(db)) {
    const signer = { id, owner, ...(contact !== undefined && { contact }) };
    const damaged = secrets.filter(isLive(now())).filter((one) => {
      const master = masters.get(generationOf(one));
      return master && !fits(master, signer, one);
    });
    for (const generation of liveGenerations(secrets, now())) {
      const use = uses.get(generation) ?? unused();
      use.signers.push(signer);
      if (damaged.some((one) => generationOf(one) === generation)) use.damaged.push(signer);
      uses.set(generation, use);
    }
    seen += 1;
    if (seen % 1000 === 0) note(`Subscriptions: ${seen}`);
  }
  const newest = newestOf(generations).generation;
  return [...uses]
    .sort(([a], [b]) => a - b)
    .map(([generation, use]) => {
      const known = generations.find((one) => one.generation === generation);
      const state = generation === newest ? 'newest' : known ? 'kept' : 'missing';
      return { generation, createdAt: known?.createdAt ?? null, state, ...use };
    });
}

const unused = (): Pick<GenerationInUse, 'signers' | 'damaged'> => ({ signers: [], damaged: [] });

export const subscriptionsIn = (count: number): string =>
  count === 1 ? '1 subscription' : `${count} subscriptions`;

/** `desk 2, ngo 1`: owners, those with most first, and how many more there are. */
export function ownersOf(signers: readonly SigningSubscription[], shown = 20): string {
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
  generations: readonly Generation[],
  each: (done: number, total: number) => void,
): Promise<void> {
  const newest = newestOf(generations);
  const master = keyOf(newest.secret);
  let done = 0;
  for (const { id } of signers) {
    const salt = randomBytes(16).toString('base64url');
    await store.subscriptions
      .update(id, (current) => {
        const at = now();
        if (!liveGenerations(current.secrets, at).includes(generation)) return null;
        const issue = issuerOf(current, { generation: newest.generation, master, salt });
        const secrets = withoutSecretsOf(generation, current.secrets, issue, at);
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
