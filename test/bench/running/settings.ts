import { Refusal } from '../../../infra/local/refusal.ts';

/** Reads a whole number from 1 on. Throws a Refusal for anything else. */
export function countOf(name: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Refusal(`${name} is a whole number from 1 on, not '${text}'`);
}

/** Reads one from the environment. */
export const countFrom = (name: string, fallback: number): number =>
  countOf(name, process.env[name] || String(fallback));
