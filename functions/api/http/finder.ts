import { DomainError } from '../../core/errors.ts';
import type { Route } from './route.ts';

/** Says what a path allows, where the router has found no route for a request. */
export function createFinder(table: readonly Route[]) {
  const forms = table.map(({ path, method, scope }) => ({ form: formOf(path), method, scope }));
  const at = (path: string) => forms.filter(({ form }) => form.test(path));

  const allowed = (path: string): string => {
    const methods = at(path).map(({ method }) => method);
    const headed = methods.includes('GET') ? ['GET', 'HEAD'] : [];
    return [...headed, ...methods.filter((method) => method !== 'GET'), 'OPTIONS'].join(', ');
  };

  const missing = (path: string): DomainError =>
    new DomainError('not-found', `There is nothing at ${path.slice(0, 200)}; GET / says where to begin.`);

  const isPublic = (path: string): boolean =>
    at(path).some(({ method, scope }) => method === 'GET' && scope === null);

  return {
    isPublic,
    allows: (path: string, method: string): boolean => allowed(path).split(', ').includes(method),
    /** 405 where the path has other methods, else 404. */
    refusal: (path: string, method: string): DomainError => {
      if (at(path).length === 0) return missing(path);
      const allow = allowed(path);
      return new DomainError('method-not-allowed', `${method} is not possible here; ${allow} are.`, {
        allow,
      });
    },
    /** Headers of an answer to OPTIONS; other origins may read what anyone may, and nothing else. */
    preflight: (path: string): Record<string, string> => {
      if (at(path).length === 0) throw missing(path);
      return { allow: allowed(path), 'cache-control': 'no-store', ...(isPublic(path) && crossOriginReads) };
    },
  };
}

const formOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

const crossOriginReads = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'if-none-match',
  'access-control-max-age': '86400',
} as const;
