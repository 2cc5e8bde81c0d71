import { literalAddress } from './target-url.ts';

/** Second-level labels under which many country registries let names be registered, as in `co.uk` or `gov.cn`. */
const generic = '(?:ac|co|com|edu|gob|gouv|gov|gv|info|mil|ne|net|nom|or|org|sch)';

/** Hosts that lend a name under them to each customer, as patterns. */
const lenders = [
  'amplifyapp\\.com',
  'appspot\\.com',
  'azure-api\\.net',
  'azurecontainerapps\\.io',
  'azurestaticapps\\.net',
  'azurewebsites\\.(?:net|cn)',
  'beeceptor\\.com',
  'chinacloudsites\\.cn',
  'cloudfront\\.net',
  'cloudfunctions\\.net',
  'deno\\.dev',
  'deno\\.net',
  'duckdns\\.org',
  '[a-z0-9-]+\\.elasticbeanstalk\\.com(?:\\.cn)?',
  '[a-z0-9-]+\\.elb\\.amazonaws\\.com(?:\\.cn)?',
  'execute-api\\.[a-z0-9-]+\\.amazonaws\\.com(?:\\.cn)?',
  '[a-z0-9-]+\\.fcapp\\.run',
  'firebaseapp\\.com',
  'fly\\.dev',
  'github\\.io',
  'glitch\\.me',
  'herokuapp\\.com',
  'hf\\.space',
  'koyeb\\.app',
  'lambda-url\\.[a-z0-9-]+\\.on\\.aws',
  'netlify\\.app',
  'ngrok-free\\.app',
  'ngrok-free\\.dev',
  'ngrok\\.(?:app|io)',
  'ngrok\\.dev',
  'onrender\\.com',
  'pages\\.dev',
  'pipedream\\.net',
  '(?:up\\.)?railway\\.app',
  'replit\\.(?:app|dev)',
  '(?:a\\.)?run\\.app',
  'supabase\\.co',
  'trycloudflare\\.com',
  'val\\.run',
  'vercel\\.app',
  'web\\.app',
  'workers\\.dev',
];

const oneName = '[a-z0-9_-]+';
const registrable = new RegExp(
  `(?:^|\\.)(${oneName}\\.(?:${lenders.join('|')}|${generic}\\.[a-z]{2}|${oneName}))$`,
);

/**
 * The name that one registrant holds, so that subscriptions to it can be counted. It is a rule of thumb,
 * because the public suffix list weighs 85 to 132 KB. It may count two registrants as one if a registry sells
 * third-level names; the operator can raise that name's limit. An address is its own.
 */
export const registrableDomain = (host: string): string => {
  const name = host.toLowerCase().replace(/\.$/, '');
  return literalAddress(name) ? name : (registrable.exec(name)?.[1] ?? name);
};
