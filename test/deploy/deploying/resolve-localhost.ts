import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Preloaded with --import. Names under `localhost` are this machine (RFC 6761, section 6.3), but not every
 * resolver knows, and MiniStack gives each API and bucket such a name.
 */
type Lookup = (host: string, options: unknown, done: unknown) => void;

const original = dns.lookup as Lookup;

const lookup: Lookup = (host, options, done) =>
  original(typeof host === 'string' && host.endsWith('.localhost') ? '127.0.0.1' : host, options, done);

Object.assign(dns, { lookup });
syncBuiltinESMExports();
