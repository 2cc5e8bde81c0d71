import { hour, type Instant, instantMs, later, second } from '../../instant.ts';

export const longestRetryAfter = 24 * hour;
const dayNames = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const httpDate = new RegExp(
  `^${dayNames}, (\\d{2}) (${months.join('|')}) (\\d{4}) (\\d{2}):(\\d{2}):(\\d{2}) GMT$`,
);

/**
 * The instant that a `Retry-After` names (RFC 9110, 10.2.3): whole seconds, or an HTTP date in its usual
 * form. Null for anything else and for the past; at most 24 h after `now`.
 */
export function retryAfter(value: string | undefined, now: Instant): Instant | null {
  const wait = value === undefined ? null : waitMs(value.trim(), now);
  return wait === null || wait <= 0 ? null : later(now, Math.min(wait, longestRetryAfter));
}

function waitMs(value: string, now: Instant): number | null {
  if (/^\d{1,15}$/.test(value)) return Number(value) * second;
  const date = parseHttpDate(value);
  return date === null ? null : date - instantMs(now);
}

function parseHttpDate(value: string): number | null {
  const match = httpDate.exec(value);
  if (!match) return null;
  const [, day, month = '', ...rest] = match;
  const [year = 0, hours = 0, minutes = 0, seconds = 0] = rest.map(Number);
  const at = Date.UTC(year, months.indexOf(month), Number(day), hours, minutes, seconds);
  const isReal = new Date(at).getUTCDate() === Number(day) && minutes < 60 && seconds < 60;
  return isReal ? at : null;
}
