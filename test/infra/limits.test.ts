import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readLimit, writeLimit } from '../../functions/api/access.ts';
import { largestText } from '../../functions/api/http/route.ts';
import { mostOwned, mostPending } from '../../functions/api/routes/subscriptions/owned.ts';
import { mostOnPage } from '../../functions/api/routes/subscriptions/subscriptions.ts';
import { hour, minute, second } from '../../functions/core/instant.ts';
import { slotsOfEach } from '../../functions/core/webhook/sending/crowd.ts';
import {
  blockedRecheck,
  failingAfter,
  longestProbeWait,
  probingAfter,
  silenceLimit,
} from '../../functions/core/webhook/sending/health.ts';
import { attemptLimit, ladder, verificationLadder } from '../../functions/core/webhook/sending/ladder.ts';
import { longestRetryAfter } from '../../functions/core/webhook/sending/retry-after.ts';
import { lifeUnverified } from '../../functions/core/webhook/subscribing.ts';
import { patience } from '../../functions/core/webhook/unanswered.ts';
import { postLimits as ofReceivers } from '../../functions/deliver/posting/send.ts';
import { clientLimitOf } from '../../functions/lib/config.ts';
import { largestRequestBody } from '../../functions/lib/http/middleware/no-body.ts';
import { gate, mostOfOne } from '../../functions/lib/http/sharing/sharing.ts';
import { newestKept } from '../../functions/lib/master-secret.ts';
import { mostListed, mostPicked } from '../../functions/pages/changes/view.ts';
import { mostCompared } from '../../functions/pages/compare/sets.ts';
import { largestPart } from '../../functions/store/edition/writing.ts';
import { secondsKept } from '../../functions/store/webhook/deliveries/delivery-item.ts';
import { looksASweep } from '../../functions/sweep/expiry.ts';
import { itemsASweep } from '../../functions/sweep/removal.ts';
import { membersASweep } from '../../functions/sweep/subscription-walk.ts';
import { documentLimits as ofDepositaries } from '../../functions/watch/fetching.ts';
import { mostWaiting } from '../../infra/local/aws/connection-turns.ts';
import { mostConnections, mostUnread, uncounted } from '../../infra/local/aws/connections.ts';
import { longestSilence, limits as ofGateway } from '../../infra/local/aws/gateway.ts';
import { stages } from '../../infra/stacks/stages.ts';
import {
  clientReadUnits,
  deadLetterRetention,
  edgeRequestsPerFiveMinutes,
  logRetentionDays,
  queueSettings,
  routeThrottling,
  schedule,
  throttling,
} from '../../infra/wiring.ts';

const pageOf = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
const [runbook, security] = [pageOf('infra/README.md'), pageOf('SECURITY.md')];
const guide = pageOf('functions/deliver/README.md');

const n = (value: number): string => value.toLocaleString('en');
const writes = routeThrottling['POST /v1/{proxy+}'].rateLimit;
const registrations = routeThrottling['POST /v1/subscriptions'].rateLimit;
const { burst } = clientLimitOf(clientReadUnits);
const waits = ladder.reduce((sum, wait) => sum + wait, 0);
const span = `${Math.floor(waits / hour)} h ${Math.floor((waits % hour) / minute)} min`;
/** A wait in its largest unit: 5 s, 30 min, 2 h. */
const wait = (ms: number): string =>
  ms >= hour ? `${ms / hour} h` : ms >= minute ? `${ms / minute} min` : `${ms / second} s`;
const words: Record<number, string> = { 3: 'three', 5: 'five', 10: 'ten', 20: 'twenty' };
const inWords = (count: number): string => words[count] ?? String(count);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const [kibi, mebi, day] = [1024, 1024 * 1024, 24 * 3600];

test.each([
  `| ${throttling.rateLimit} requests/s, bursts of ${throttling.burstLimit}; writes ${writes}; registrations ${registrations} |`,
  `| ${clientReadUnits} read units/s for one client`,
  `bursts of ${n(burst)}; answers from memory`,
  `| ${gate.waiting} slow questions waiting at one instance (about earlier knowledge, or about every State), ${mostOfOne} of one client |`,
  `| ${mostPicked} changes on a filtered page or feed, ${mostListed} on others; ${mostCompared} States side by side |`,
  `| ${largestPart / 1000} KB for each part of the edition`,
  `| on a laptop, ${n(mostConnections)} connections`,
  `; ${ofGateway.headersTimeout / 1000} s for the head of a request, ${ofGateway.requestTimeout / 1000} s for all of it, ${longestSilence / 1000} s of silence |`,
  `| on a laptop, ${mostUnread / mebi} MiB of answers`,
  `| on a laptop, ${mostWaiting} requests waiting on one connection`,
  `| ${writeLimit.perSecond} writes/s for one key, bursts of ${writeLimit.burst} |`,
  `| ${readLimit.perSecond} reads/s by one key of what needs a key, bursts of ${readLimit.burst};`,
  `| ${queueSettings.deliver.maxConcurrency} deliveries at once |`,
  `| ${stages.prod.subscriptionsPerDomain} verified subscriptions to one registrable domain;`,
  `| ${patience.host} unanswered verifications of a host, or ${patience.domain} of a registrable domain;`,
  `| ${mostOwned} subscriptions of one owner, ${mostPending} of them pending;`,
  `| ${lifeUnverified / hour} hours for a new subscription's URL to answer; then the sweep deletes it, ${looksASweep} a minute |`,
  `| ${mostOnPage} subscriptions on a page of an owner's list |`,
  `| ${membersASweep} subscriptions looked after in a sweep, so ${n((membersASweep * day) / schedule.sweepEvery)} a day |`,
  `| ${slotsOfEach} overdue deliveries of one subscription rung for a minute |`,
  `| ${newestKept / 1000} s to read a rotated master secret |`,
  `| logs ${logRetentionDays} days, deliveries ${secondsKept / day} days, dead letters ${deadLetterRetention / day} days |`,
  `${span} and are kept for ${secondsKept / day} days`,
  `deliveries with up to ${ofReceivers.kept / kibi} KiB of each answer`,
  `a thousand rows a minute: a log of ${n(itemsASweep * 30)} takes half an hour`,
])('the runbook says what the code holds: %s', (said) => {
  expect(runbook).toContain(said);
});

test.each([
  `may cost ${clientReadUnits} read units a second, ${n(burst)} at once`,
  `${n(edgeRequestsPerFiveMinutes)} requests in five minutes`,
  `${gate.waiting} may wait, ${mostOfOne} of one client`,
  `together may make ${throttling.rateLimit} requests a second`,
  `Bodies over ${largestRequestBody / kibi} KiB (${largestText / mebi} MiB where texts are recorded), headers over ${Math.floor(ofGateway.maxHeaderSize / 1000)} KB`,
  `holds ${n(mostConnections)} connections and ${mostUnread / mebi} MiB of answers that nobody reads (one of less than ${uncounted / kibi} KiB`,
  `and ${mostWaiting} may wait`,
  `may make ${writeLimit.perSecond} writes and ${readLimit.perSecond} reads a second`,
  `does not answer expires after ${lifeUnverified === 24 * hour ? 'a day' : `${lifeUnverified / minute} minutes`}`,
  `A host with ${patience.host} unanswered verifications, or a registrable domain with ${patience.domain},`,
  `read up to ${ofReceivers.read / kibi} KiB within one deadline`,
  `unfolds to more than ${ofDepositaries.bytes / mebi} MB`,
  `up to ${ofReceivers.kept / kibi} KiB of each answer`,
])('so does SECURITY.md: %s', (said) => {
  expect(security).toContain(said);
});

test.each([
  `we wait ${ofReceivers.deadline / 1000} s in all, from resolving your name to the end of your answer, and keep ${ofReceivers.kept / kibi} KiB of it`,
  `| attempt | ${[...ladder, 0].map((_, index) => index + 1).join(' | ')} |`,
  `| after the one before | at once | ${ladder.map(wait).join(' | ')} |`,
  `${capital(inWords(attemptLimit))} attempts over ${span};`,
  `send you nothing at all until then, at most ${wait(longestRetryAfter)} |`,
  `A verification is tried ${inWords(verificationLadder.length + 1)} times`,
  `At most ${inWords(slotsOfEach)} requests to one subscription`,
  `${capital(inWords(failingAfter))} failures in a row make the subscription \`failing\``,
  `| \`subscription.failing\` | ${inWords(failingAfter)} attempts in a row have failed |`,
  `After ${inWords(probingAfter)} we try only the oldest delivery, 1 to ${longestProbeWait / minute} minutes apart`,
  `After ${silenceLimit / hour} hours without any 2xx the subscription is \`disabled\``,
  `checked again after ${blockedRecheck === hour ? 'an hour' : wait(blockedRecheck)}, and then disabled too`,
  `every attempt of the last ${secondsKept / day} days`,
])("so does the subscriber's guide: %s", (said) => {
  expect(guide).toContain(said);
});
