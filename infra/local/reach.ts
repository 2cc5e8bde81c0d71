import * as http from 'node:http';
import * as https from 'node:https';
import { Refusal } from './refusal.ts';

/** An endpoint that somebody typed in: its variable, the service that should be there, and the address. */
export type Given = { name: string; service: string; endpoint: string };

/**
 * Takes the first step with a given endpoint. @throws Refusal if nothing answers within `patience`
 * milliseconds (the SDK itself would wait for ever), or something else does
 */
export async function reach<T>(given: Given, step: () => Promise<T>, patience = 10_000): Promise<T> {
  const { name, service, endpoint } = given;
  try {
    await knock(endpoint, patience);
    return await step();
  } catch (error) {
    const { code, name: kind } = error as NodeJS.ErrnoException;
    if (kind === 'SyntaxError') throw new Refusal(`What answers at ${name} ${endpoint} is not ${service}`);
    if (kind === 'AbortError')
      throw new Refusal(`Nothing answers at ${name} ${endpoint} within ${patience / 1000} s`);
    if (code) throw new Refusal(`Nothing answers at ${name} ${endpoint} (${code})`);
    throw error;
  }
}

/** Accepts any answer, because the next request shows what it is worth. */
export function knock(endpoint: string, patience: number): Promise<void> {
  const { get } = endpoint.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const options = { agent: false, signal: AbortSignal.timeout(patience) };
    get(endpoint, options, (response) => {
      response.destroy();
      resolve();
    }).on('error', reject);
  });
}
