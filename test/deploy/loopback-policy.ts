import { loopbackAllowed } from '../../functions/core/webhook/address-policy.ts';

/** Stands in for production's policy in the bundles of test:deploy alone, whose receiver is on loopback. */
export const publicOnly = loopbackAllowed;
