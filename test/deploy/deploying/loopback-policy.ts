import { loopbackAllowed } from '../../../functions/core/webhook/guard/address-policy.ts';

/** Replaces production's policy in the bundles of test:deploy alone, because its receiver is on loopback. */
export const publicOnly = loopbackAllowed;
