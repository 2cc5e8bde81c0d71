/**
 * Calls this machine's own addresses directly, past a proxy that NODE_USE_ENV_PROXY sets, because no proxy
 * leads back here. `fetch` reads the variable at each call.
 */
export function callOwnAddressesDirectly(env = process.env): void {
  const name = env.no_proxy === undefined ? 'NO_PROXY' : 'no_proxy';
  env[name] = [env[name], 'localhost', '127.0.0.1', '[::1]'].filter(Boolean).join(',');
}
