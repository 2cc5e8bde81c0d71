import { signingKeys } from '../../../../functions/core/webhook/signing/sealed-keys.ts';
import type { World } from '../world.ts';
import { latest } from './journal.ts';

const addresses = ['127.0.0.1', '127.0.0.9', '169.254.169.254', '10.0.0.1', '10.0.0.53'];

/** Secrets, signatures and addresses in anything printed, or kept of an attempt. */
export function leaks({ history, journal, master }: World): string[] {
  const derived = journal
    .ids()
    .flatMap((id) => journal.subscription(id))
    .flatMap(({ value }) => value?.secrets.map((one) => signingKeys(master, value, one).secret) ?? [])
    .map((secret) => secret.toString('base64'));
  const secrets = [
    'whsec_',
    master.toString('base64'),
    master.toString('hex'),
    ...new Set(derived),
    ...history.secrets,
    ...addresses,
  ];
  const attempts = journal
    .ids()
    .flatMap((id) => journal.rowsOf(id).map((images) => JSON.stringify(latest(images)?.attempts ?? [])));
  return [
    ...found('printed', history.printed.join('\n'), secrets),
    ...found('kept of an attempt', attempts.join('\n'), secrets),
  ];
}

const found = (where: string, text: string, secrets: readonly string[]): string[] =>
  secrets.filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret.slice(0, 12)}…`);
