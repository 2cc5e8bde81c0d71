import type { HtmlEscapedString } from 'hono/utils/html';

export { html, raw } from 'hono/html';

/** What a template makes: text in which everything that was put in is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Nothing at all. */
export const none = '' as const;
