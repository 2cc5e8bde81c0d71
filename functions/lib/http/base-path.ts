import type { HttpFunction } from './answering.ts';
import type { Answered } from './event.ts';

/** The path below which addresses of ours lie; empty at the root of a host. */
export const basePathOf = (publicUrl: string): string => new URL(publicUrl).pathname.replace(/\/+$/, '');

/** An address of ours, as somebody follows it who has come by `publicUrl`. */
export const linkTo = (publicUrl: string, path: string): string => `${basePathOf(publicUrl)}${path}`;

/** The path as it is at the root of a host; one that a proxy has taken the base off stays as it is. */
export const withoutBase = (base: string, path: string): string =>
  path === base || path.startsWith(`${base}/`) ? path.slice(base.length) || '/' : path;

type Settings = {
  publicUrl: string;
  /** What the gateway leaves before each path, such as the name of its stage; the path of `publicUrl` unless told. */
  basePath?: string | undefined;
};

/** Serves below a base path: takes it off each path, and has the links of answers begin with that of `publicUrl`. */
export function below({ publicUrl, basePath }: Settings, answer: HttpFunction): HttpFunction {
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
