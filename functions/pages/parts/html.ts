import type { HtmlEscapedString } from 'hono/utils/html';

export { html, raw } from 'hono/html';

/** The result of a template, in which every inserted text is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export const none = '' as const;
