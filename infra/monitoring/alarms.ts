import { type FunctionName, functionNames } from '../wiring.ts';

/**
 * Every alarm, by its section in the runbook: what users feel (`feels`), what to do (`act`), and the command
 * to run (`run`), to which the stage is added. Its `log` tells more: one function's, or `its own` where each
 * function or queue has an alarm and they share a section. infra/README.md has a heading for each key.
 */
export const alarms = {
  'api-errors': {
    urgency: 'now',
    run: 'npm run ops -- smoke --stage',
    log: 'api',
    feels:
      'More than 1 % of requests are answered with a server error, so readers and subscribers see failures.',
    act: 'Read the API log for the newest error; if it began with a deployment, roll that back.',
  },
  'api-slow': {
    urgency: 'soon',
    run: 'npm run ops -- smoke --stage',
    log: 'api',
    feels: 'One request in a hundred takes more than 2 seconds, so pages and programs wait.',
    act: 'Compare function duration with table latency on the dashboard, then raise memory or find the slow route.',
  },
  'function-errors': {
    urgency: 'now',
    run: 'npm run ops -- redrive --dry-run --stage',
    log: 'its own',
    feels: 'More than 1 % of the invocations of a function fail, so its work is repeated and comes late.',
    act: 'Read its log for the error; work that keeps failing waits in a dead-letter queue.',
  },
  'function-throttles': {
    urgency: 'soon',
    run: 'npm run ops -- status --stage',
    log: 'its own',
    feels: 'A function was refused capacity, so requests fail with 429 or deliveries come late.',
    act: "Ask AWS to raise the account's concurrent executions, or lower maxConcurrency in infra/wiring.ts.",
  },
  'function-slow': {
    urgency: 'soon',
    run: 'npm run ops -- status --stage',
    log: 'its own',
    feels: 'A function needs more than 80 % of its time limit, so the slowest work is about to be cut off.',
    act: 'Find what it waits for in its log; raise its timeout or memory in infra/wiring.ts.',
  },
  'stream-late': {
    urgency: 'now',
    run: 'npm run ops -- status --stage',
    log: 'publish',
    feels: 'Changes have waited for more than 5 minutes to be told to subscribers.',
    act: 'Read the log of publish; the sweep tells them anyway, later, until it is mended.',
  },
  'queue-late': {
    urgency: 'now',
    run: 'npm run ops -- status --stage',
    log: 'its own',
    feels: 'Jobs have waited for more than 15 minutes, so webhooks come late.',
    act: 'Look whether fanout or deliver fails or is throttled; one slow receiver does not cause this.',
  },
  'dead-letters': {
    urgency: 'soon',
    run: 'npm run ops -- redrive --dry-run --stage',
    log: 'its own',
    feels: 'Something failed too often and was put aside; the sweep delivers it later, yet the cause stands.',
    act: 'Mend the cause, then run "npm run ops -- redrive".',
  },
  'table-throttles': {
    urgency: 'soon',
    run: 'npm run ops -- status --stage',
    log: null,
    feels: 'The table refused reads or writes, so requests fail or slow down.',
    act: 'Look for unusual traffic; if it is real, raise the cost fuse in infra/stacks/stages.ts and deploy.',
  },
  'deliveries-failing': {
    urgency: 'now',
    run: 'npm run ops -- subscriptions list --status failing --stage',
    log: 'deliver',
    feels: 'Fewer than 90 % of the attempts of the last hour reached their receivers.',
    act: 'See whether one receiver or all of them fail: the saved query "one subscription" tells of one, the log of deliver of all; all means that our side is broken.',
  },
  'deliveries-overdue': {
    urgency: 'now',
    run: 'npm run ops -- status --stage',
    log: 'deliver',
    feels: 'A webhook is more than 10 minutes late against its own schedule.',
    act: 'Check that deliver runs and is not throttled, and that the sweep reports no error.',
  },
  'sweep-silent': {
    urgency: 'now',
    run: 'npm run ops -- status --stage',
    log: 'sweep',
    feels:
      'No sweep has finished for 10 minutes: retries stop, and statuses that time changes stay as they were.',
    act: 'Read the log of sweep, then its dead-letter queue and the schedule.',
  },
  'watch-failing': {
    urgency: 'soon',
    run: 'npm run ops -- watch status --stage',
    log: 'watch',
    feels: "A depositary's document has not been read whole for 3 days, so what happens there may be missed.",
    act: 'See why in the status; save the page from a browser and give it to "npm run ops -- watch read".',
  },
  'watch-layout': {
    urgency: 'soon',
    run: 'npm run ops -- watch status --stage',
    log: 'watch',
    feels: 'A depositary lays out a document as no reader knows it, so nothing of it is read any more.',
    act: 'Save the page, run "npm run ops -- watch read" on it with --dry-run, and have the reader mended.',
  },
  'watch-silent': {
    urgency: 'soon',
    run: 'npm run ops -- watch status --stage',
    log: 'watch',
    feels: 'No round of the watch has finished for 3 hours, so new acts are not noticed.',
    act: 'Read the log of watch, then its dead-letter queue and the schedule.',
  },
  budget: {
    urgency: 'soon',
    run: 'npm run ops -- status --stage',
    log: null,
    feels: 'Users feel nothing: the account is about to cost more this month than was planned.',
    act: 'Open Cost Explorer by service; a flood of requests is stopped by the limits in infra/wiring.ts.',
  },
  'canary-errors': {
    urgency: 'soon',
    run: 'npm run ops -- smoke --stage',
    log: 'api',
    feels:
      'A new version answers with server errors, so a tenth of the requests fail until it is rolled back.',
    act: 'The rollback is automatic: read the API log of the new version before deploying again.',
  },
} as const satisfies Record<string, Said>;

type Said = { urgency: Urgency; run: string; log: LogName | 'its own' | null; feels: string; act: string };

/** A function, whose log is meant. */
export type LogName = FunctionName | 'watch';

export type AlarmName = keyof typeof alarms;

/** `now`: users feel it, and somebody is woken. `soon`: somebody looks on the next working day. */
export type Urgency = 'now' | 'soon';

/** The heading's anchor in the runbook. */
export const anchorOf = (name: AlarmName): string => `#alarm-${name}`;

/** The function whose log tells more; `of` is the function or queue that the alarm is about. */
export function logOf(name: AlarmName, of: string): LogName | null {
  const { log } = alarms[name];
  if (log !== 'its own') return log;
  return logNames.find((each) => each === of) ?? null;
}

const logNames: readonly LogName[] = [...functionNames, 'watch'];

/** Where to look: addresses for a browser, or the runbook's place where an address is not known. */
export type Links = { runbook: string; dashboard: string; log: string | null; query: string };

/**
 * The notification's text: who feels what and what to do, a sentence each, then the command and the
 * addresses. CloudWatch shows 1,024 characters.
 */
export function describe(name: AlarmName, of: string, stage: string, links: Links): string {
  const { urgency, feels, act, run } = alarms[name];
  return [
    `[${urgency}] ${stage}${of && `, ${of}`}: ${feels} ${act}`,
    `Run: ${run} ${stage}`,
    ...(links.log ? [`Log: ${links.log}`] : []),
    `Query: ${links.query}`,
    `Dashboard: ${links.dashboard}`,
    `Runbook: ${links.runbook}${anchorOf(name)}`,
  ].join('\n');
}
