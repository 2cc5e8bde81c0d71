import type { HttpFunction } from './answering.ts';
import type { Answered } from './event.ts';

/** The path under which our addresses lie; empty at the root of a host. */
export const basePathOf = (publicUrl: string): string => new URL(publicUrl).pathname.replace(/\/+$/, '');

/** The path of ours as a client that came by `publicUrl` must ask for it. */
export const linkTo = (publicUrl: string, path: string): string => `${basePathOf(publicUrl)}${path}`;

/** The path without the base; one from which a proxy has already removed the base stays as it is. */
export const withoutBase = (base: string, path: string): string =>
  path === base || path.startsWith(`${base}/`) ? path.slice(base.length) || '/' : path;

type BasePathSettings = {
  publicUrl: string;
  /**
   * The prefix that the gateway leaves on each path, such as its stage; the path of `publicUrl` unless set.
   */
  basePath?: string | undefined;
};

/**
 * Serves under a base path: removes it from each request's path, and puts that of `publicUrl` before the
 * links in answers.
 */
export function below({ publicUrl, basePath }: BasePathSettings, answer: HttpFunction): HttpFunction {
  const links = basePathOf(publicUrl);
  const base = basePath ?? links;
  if (!base && !links) return answer;
  return async (event) => {
    return linkedFrom(links, await answer({ ...event, rawPath: withoutBase(base, event.rawPath) }));
  };
}

function linkedFrom(base: string, answered: Answered): Answered {
  const { location, link } = answered.headers;
  if (!base || (location === undefined && link === undefined)) return answered;
  const headers = {
    ...answered.headers,
    ...(location?.startsWith('/') && { location: `${base}${location}` }),
    ...(link !== undefined && { link: link.replaceAll('</', `<${base}/`) }),
  };
  return { ...answered, headers };
}
