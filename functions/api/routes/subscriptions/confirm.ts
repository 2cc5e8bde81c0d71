import * as z from 'zod';
import { DomainError } from '../../../core/errors.ts';
import { ringFor } from '../../../lib/queues.ts';
import type { ApiDeps } from '../../deps.ts';
import { route } from '../../http/route.ts';
import { subscriptionParams, subscriptionPath } from './owned.ts';
import { confirms } from './secrets.ts';

const tag = 'Subscriptions';
const path = `${subscriptionPath}/confirm` as const;
const query = z.strictObject({ token: z.string().min(1).max(100) });
const contentType = 'text/html; charset=utf-8';

const headers = {
  'content-security-policy':
    "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

/** Link scanners and previews send GET only, so GET alone confirms nothing. */
export const confirmRoutes = [
  route(
    {
      method: 'GET',
      path,
      operationId: 'getConfirmPage',
      tag,
      scope: null,
      params: subscriptionParams,
      query,
      answers: { 200: { schema: z.string(), contentType } },
      refusals: ['link-void'],
    },
    async (c) => {
      const { token } = c.req.valid('query');
      const { host } = await confirmable(c.var.deps, c.req.valid('param').subscription, token);
      return c.html(question(host, token), 200, headers);
    },
  ),

  route(
    {
      method: 'POST',
      path,
      operationId: 'confirmSubscription',
      tag,
      scope: null,
      params: subscriptionParams,
      query,
      answers: { 200: { schema: z.string(), contentType } },
      refusals: ['link-void', 'limit-reached', 'unavailable'],
    },
    async (c) => {
      const { deps, now } = c.var;
      const { token } = c.req.valid('query');
      const confirmed = await confirmable(deps, c.req.valid('param').subscription, token);
      const { id, host, challengeHash } = confirmed;
      await deps.store.verify(id, challengeHash, now, ringFor(deps));
      await deps.store.unanswered.answered(confirmed, now);
      return c.html(done(host), 200, headers);
    },
  ),
];

/** @throws DomainError `link-void`, the same for a wrong token, a used one, and no such subscription */
async function confirmable(deps: ApiDeps, id: string, token: string) {
  const subscription = await deps.store.subscriptions.get(id);
  const challengeHash = subscription?.challengeHash ?? null;
  if (!subscription || challengeHash === null || !(await confirms(deps, subscription, token)))
    throw new DomainError(
      'link-void',
      'This link no longer works: it was used, the URL was changed, or another verification was sent since.',
    );
  return { ...subscription, challengeHash };
}

const page = (title: string, content: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<meta name="robots" content="noindex"><title>${title}</title><h1>${title}</h1>${content}</html>\n`;

const question = (host: string, token: string): string =>
  page(
    'Confirm a subscription',
    `<p>The Treaty Ratification Tracker was asked to send changes of treaty status to <strong>${escaped(host)}</strong>. ` +
      `Confirm only if you run that host and want them.</p>` +
      `<form method="post" action="?token=${encodeURIComponent(token)}"><button>Confirm</button></form>`,
  );

const done = (host: string): string =>
  page(
    'Confirmed',
    `<p>Changes of treaty status are sent to <strong>${escaped(host)}</strong> from now on.</p>`,
  );

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
