import { loopbackAllowed } from '../../../functions/core/webhook/guard/address-policy.ts';

/** Stands in for production's policy in the bundles of test:deploy alone, whose receiver is on loopback. */
export const publicOnly = loopbackAllowed;
