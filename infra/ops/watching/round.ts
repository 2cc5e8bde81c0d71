import { loopbackAllowed, publicOnly } from '../../../functions/core/webhook/guard/address-policy.ts';
import { createLog } from '../../../functions/lib/log.ts';
import { agentOf, isContact } from '../../../functions/watch/agent.ts';
import { createFetch } from '../../../functions/watch/fetching.ts';
import { createWatch } from '../../../functions/watch/watch.ts';
import { version } from '../../local/version.ts';
import { requireRightClock } from '../clock.ts';
import { now } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { fallsShort } from '../surroundings.ts';
import { note, print, printJson } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { proposals } from './told.ts';

export type RoundOptions = { contact: string; watchRecords?: boolean; json?: boolean };

/** Runs a round of the watch from this machine, with the same code, turns at hosts and record. */
export async function runRound(
  deployment: Deployment,
  { contact, watchRecords, json }: RoundOptions,
): Promise<void> {
  if (!isContact(contact)) throw new UsageError('--contact takes a mail address, such as you@example.org.');
  const { store, url, keepDocument } = deployment;
  await requireRightClock({ url });
  const agent = agentOf(version, contact);
  const isHere = /^https?:\/\/(127\.|localhost|\[::1\])/.test(url);
  const policy = isHere ? loopbackAllowed() : publicOnly({ ownHosts: [new URL(url).hostname] });
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once('SIGINT', end);
  const round = createWatch({
    store,
    keep: keepDocument,
    fetch: createFetch({ policy, agent }),
    agent,
    now,
    log: createLog({ write: () => {} }),
    recordPlain: watchRecords ?? false,
    signal: ending.signal,
  });
  const report = await round({
    now: true,
    progress: (done, of, instrument, { failure, statusAsAt }) =>
      note(`${done} of ${of}: ${instrument}: ${failure ? failure.why : `read, status as at ${statusAsAt}`}`),
  });
  process.off('SIGINT', end);
  const left = report.due - report.read - report.failed;
  if (report.failed + left > 0) fallsShort();
  if (json) printJson({ ...report, left });
  else
    print(
      `${report.read} read, ${report.failed} failed, ${proposals(report.opened)} opened, acts recorded: ${report.recorded}, due: ${report.due}.`,
    );
  if (left > 0)
    note(
      `${left} ${left === 1 ? 'stays' : 'stay'} due: this round ended, another is under way, or their host wants to be left alone for now.`,
    );
}
