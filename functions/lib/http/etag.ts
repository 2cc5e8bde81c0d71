import { createHash } from 'node:crypto';

/** A strong entity tag, made from everything that determines the answer (RFC 9110, section 8.8.3). */
export const entityTag = (...parts: (string | number)[]): string =>
  `"${createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22)}"`;

const tag = '(?:W/)?"[\\x20\\x21\\x23-\\x7e\\x80-\\xff]*"';
const list = new RegExp(`^[ \\t,]*${tag}(?:[ \\t]*,[ \\t,]*${tag})*[ \\t,]*$`);

/** The tags in a field; none if it is no list of tags. */
const tags = (field: string): string[] => (list.test(field) ? (field.match(new RegExp(tag, 'g')) ?? []) : []);

const isAny = (field: string): boolean => field.trim() === '*';

/** Whether `If-None-Match` names the tag, by weak comparison (section 13.1.2). */
export const noneMatchNames = (field: string, tag: string): boolean =>
  field === tag || isAny(field) || tags(field).some((one) => one.replace(/^W\//, '') === tag);

/** Whether `If-Match` names the tag, by strong comparison (section 13.1.1). */
export const matchNames = (field: string, tag: string): boolean => isAny(field) || tags(field).includes(tag);
