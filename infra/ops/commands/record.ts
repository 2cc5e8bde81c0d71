import type { Command } from 'commander';
import type { NewAction } from '../../../functions/core/action.ts';
import { recordActions } from '../../../functions/core/record/recording.ts';
import { requireRightClock } from '../clock.ts';
import { type Common, holder, located, now, teach, within } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { type Preview, preview, showPreview } from '../preview.ts';
import { type ActOptions, describesAct, readAct } from '../prompting/act-input.ts';
import { type NamedParticipation, readPlace } from '../prompting/place.ts';
import { confirm, declined, note, print, printJson } from '../terminal.ts';

type Options = Common & ActOptions & { by: string; dryRun?: boolean };

export function recordCommand(): Command {
  const command = teach('record', {
    summary: 'record a treaty action',
    description:
      'Records one act of a State under an instrument. Asks for what the flags leave out, shows what will change, and writes once you confirm. It refuses what the API refuses.',
    touches:
      'one new action, the participation, and the changes that subscribers receive. Nothing is edited.',
    examples: [
      'record',
      'record CHN iccpr --kind ratification --done-on 2026-11-20 --source-title "C.N.1.2026" --source-symbol C.N.1.2026',
      'record CHN iccpr --file act.json --yes --json --stage prod',
    ],
  })
    .argument('[state]', 'such as CHN')
    .argument('[instrument]', 'such as iccpr')
    .option('--by <name>', 'who records it; shown in the record', holder('--by'), 'operator')
    .option('--dry-run', 'show what would change, write nothing')
    .option('--yes', 'do not ask')
    .option('--json', 'the outcome as JSON');
  return located(describesAct(command)).action((state?: string, instrument?: string, options?: Options) =>
    within(options ?? {}, (deployment) => record(deployment, state, instrument, options as Options)),
  );
}

async function record(
  deployment: Deployment,
  state: string | undefined,
  instrument: string | undefined,
  options: Options,
) {
  const place = await readPlace(deployment.store, { state, instrument, yes: options.yes });
  const action = await readAct(options);
  const shown = await preview({ ...deployment, ...place }, (setting) =>
    recordActions(setting, place.instrument, [{ action }]),
  );
  showPreview(shown);
  if (options.dryRun) return note('Nothing was written.');
  if (!options.yes && !(await confirm('Record it?'))) return declined();
  await write(deployment, place, action, shown, options);
}

async function write(
  { store, url }: Deployment,
  { state, instrument }: NamedParticipation,
  action: NewAction,
  { before, after }: Preview,
  { by, json }: Options,
): Promise<void> {
  await requireRightClock({ url });
  const recorded = await store.recording.recordActions(state, instrument, [{ action }], { now, by });
  const { actions, sequences } = recorded;
  const [id] = actions.map((one) => one.id);
  if (json) return printJson({ action: id, sequences, status: { from: before.status, to: after.status } });
  print(`Recorded ${id}: changes ${sequences.join(', ')}; status ${before.status} → ${after.status}.`);
}
