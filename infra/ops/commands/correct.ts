import type { Command } from 'commander';
import { contentOf, isRetraction } from '../../../functions/core/action.ts';
import { DomainError } from '../../../functions/core/errors.ts';
import { liveActions } from '../../../functions/core/law/live.ts';
import { correctAction } from '../../../functions/core/record/recording.ts';
import type { Store } from '../../../functions/store/index.ts';
import { requireRightClock } from '../clock.ts';
import { type Common, holder, located, now, teach, within } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { preview, showPreview } from '../preview.ts';
import { type ActOptions, describesAct, readCorrection } from '../prompting/act-input.ts';
import { readPlace } from '../prompting/place.ts';
import { confirm, declined, note, print, printJson } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

type Options = Common &
  ActOptions & { by: string; reason: string; retract?: boolean; amend?: boolean; dryRun?: boolean };
type CorrectedAct = { state: string; instrument: string; of: string };

export function correctCommand(): Command {
  const command = teach('correct', {
    summary: 'amend or retract a recorded action',
    description:
      'Corrects the record, with a reason, by adding to it: an amendment changes an act (flags replace members, the rest stays), a retraction takes it back. To undo a correction, retract it by its own id.',
    touches:
      'one new action, the participation, and the changes that subscribers receive. Nothing is edited.',
    examples: [
      'correct CHN iccpr act_01J… --retract --reason "Recorded under the wrong treaty"',
      'correct CHN iccpr act_01J… --amend --done-on 1998-10-05 --reason "The day of signature, not of the notification"',
    ],
  })
    .argument('<state>', 'such as CHN')
    .argument('<instrument>', 'such as iccpr')
    .argument('<action>', 'the action, or the correction, to be corrected')
    .option('--retract', 'take it back')
    .option('--amend', 'state it anew')
    .requiredOption('--reason <text>', 'why; shown in the record')
    .option('--by <name>', 'who corrects it; shown in the record', holder('--by'), 'operator')
    .option('--dry-run', 'show what would change, write nothing')
    .option('--yes', 'do not ask')
    .option('--json', 'the outcome as JSON');
  return located(describesAct(command)).action(
    (state: string, instrument: string, of: string, options: Options) => {
      if (options.retract === options.amend) throw new UsageError('Give either --retract or --amend.');
      return within(options, (deployment) => correct(deployment, { state, instrument, of }, options));
    },
  );
}

async function correct(
  deployment: Deployment,
  { of, ...said }: CorrectedAct,
  options: Options,
): Promise<void> {
  const { store, url } = deployment;
  const place = await readPlace(store, { ...said, yes: true });
  const target = { ...place, of };
  const { instrument } = place;
  const asked = { correction: options.retract ? 'retraction' : 'amendment', reason: options.reason } as const;
  const correction = await readCorrection(asked, options, () => contentNow(store, target));
  const shown = await preview({ ...deployment, ...target }, (setting) =>
    correctAction(setting, instrument, of, correction),
  );
  showPreview(shown);
  if (options.dryRun) return note('Nothing was written.');
  if (!options.yes && !(await confirm(`Record the ${correction.correction}?`))) return declined();
  await requireRightClock({ url });
  const writing = { now, by: options.by };
  const { actions, sequences } = await store.recording.correctAction(target, correction, writing);
  const [id] = actions.map((one) => one.id);
  const status = { from: shown.before.status, to: shown.after.status };
  if (options.json) return printJson({ action: id, sequences, status });
  print(`Recorded ${id}: changes ${sequences.join(', ')}; status ${status.from} → ${status.to}.`);
}

/** The act as it stands, on which an amendment builds. */
function contentNow(store: Store, { state, instrument, of }: CorrectedAct) {
  return store.record.read(async ({ holdings }) => {
    const recorded = (await holdings(state)).actions.filter((action) => action.instrument === instrument);
    const live = liveActions(recorded).find(({ id, statedIn }) => id === of || statedIn === of);
    const named = live ?? recorded.find(({ id }) => id === of);
    if (!named)
      throw new DomainError('not-found', `There is no action ${of} of ${state} under ${instrument}.`);
    if (isRetraction(named))
      throw new DomainError('reference-invalid', 'A retraction states no act to amend; retract it instead.');
    return contentOf(named);
  });
}
