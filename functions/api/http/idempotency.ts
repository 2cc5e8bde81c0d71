import type { ApiKey } from '../../core/api-key.ts';
import { refuseParameter } from './input.ts';

type Sent = {
  var: { caller: ApiKey };
  req: { path: string; header: (name: string) => string | undefined };
};

/** What identifies a repeated request: its owner, `Idempotency-Key`, path and body. */
export function idempotencyOf(c: Sent, body: unknown) {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    return refuseParameter('Idempotency-Key', '1 to 255 visible ASCII characters are expected.');
  return { scope: c.var.caller.owner, key, request: { path: c.req.path, body } };
}
