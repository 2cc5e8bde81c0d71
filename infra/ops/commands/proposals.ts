import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { DomainError } from '../../../functions/core/errors.ts';
import { Acceptance } from '../../../functions/core/record/accepting.ts';
import type { KeptProposal } from '../../../functions/core/record/proposal.ts';
import type { Store } from '../../../functions/store/index.ts';
import { requireRightClock } from '../clock.ts';
import { type Common, holder, located, now, teach, within } from '../command.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { instrumentNamed } from '../prompting/place.ts';
import { fallsShort } from '../surroundings.ts';
import { confirm, declined, note, print, printJson, progress, reasonOf, table } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

type Options = Common & {
  by: string;
  allNew?: boolean;
  yes?: boolean;
  reason?: string;
  file?: string;
  instrument?: string;
};

export function proposalsCommand(): Command {
  const command = teach('proposals', {
    summary: 'decide on differences between depositaries’ documents and the record',
    description:
      'Lists, shows, accepts or rejects what was observed in depositaries’ documents and is not on record.',
    touches: 'with accept, acts and the changes that subscribers receive; otherwise only the proposal.',
    examples: [
      'proposals list',
      'proposals show prp_…',
      'proposals accept --all-new',
      'proposals reject prp_… --reason "…"',
    ],
  });
  for (const one of [listCommand(), showCommand(), acceptCommand(), rejectCommand()]) command.addCommand(one);
  return command;
}

const byOption = (command: Command): Command =>
  command.option('--by <name>', 'who decides; shown in the record', holder('--by'), 'operator');

const jsonOption = (command: Command): Command => command.option('--json', 'the outcome as JSON');

function listCommand(): Command {
  const command = teach('list', {
    summary: 'what is open',
    description: 'Lists open proposals, the earliest first.',
    touches: 'nothing.',
    examples: ['proposals list', 'proposals list --instrument iccpr --json'],
  }).option('--instrument <id>', 'of one instrument');
  return located(jsonOption(command)).action((options: Options) =>
    within(options, async ({ store }) => {
      const wanted = await openOnes(store, options);
      for (const { message } of await store.proposals.damaged()) note(message);
      if (options.json) return printJson(wanted);
      if (wanted.length === 0) return print('Nothing is proposed.');
      const rows = wanted.map(({ id, instrument, type, plain, summary }) => [
        id,
        instrument,
        type,
        plain ? 'plain' : 'look',
        summary,
      ]);
      print(table([['PROPOSAL', 'INSTRUMENT', 'DIFFERENCE', '', 'WHAT'], ...rows]));
    }),
  );
}

async function openOnes(store: Store, { instrument }: Options): Promise<KeptProposal[]> {
  const wanted = instrument && (await instrumentNamed(store, instrument));
  return (await store.proposals.open()).filter((one) => !wanted || one.instrument === wanted);
}

function showCommand(): Command {
  const command = teach('show', {
    summary: 'one proposal, with the depositary’s notes',
    description: 'Shows what the document says, what is on record, and the notes beside the row.',
    touches: 'nothing.',
    examples: ['proposals show prp_0123…'],
  }).argument('<proposal>', 'its id');
  return located(jsonOption(command)).action((id: string, options: Options) =>
    within(options, async ({ store }) => {
      const proposal = await required(store, id);
      if (options.json) return printJson(proposal);
      for (const line of linesOf(proposal)) print(line);
    }),
  );
}

async function required(store: Store, id: string): Promise<KeptProposal> {
  const proposal = await store.proposals.get(id);
  if (!proposal) throw new DomainError('not-found', `There is no proposal ${JSON.stringify(id)}.`);
  return proposal;
}

/** Tells what accepting would write, from what it would be made of and not from the words beside it. */
const writtenBy = ({ state, instrument, type, kind, on, withdrawn }: KeptProposal): string =>
  `${state ?? 'nobody on record'} under ${instrument}: ${type}${[withdrawn && 'withdrawn', kind, on].map((one) => (one ? ` ${one}` : '')).join('')}`;

function linesOf(proposal: KeptProposal): string[] {
  const { id, status, summary, document, recorded, notes, reason, actions = [] } = proposal;
  return [
    `${id}: ${status}${reason ? ` (${reason})` : ''}`,
    writtenBy(proposal),
    summary,
    `Document: ${document.title}, status as at ${document.statusAsAt}, seen on ${document.seenOn}, SHA-256 ${document.sha256}`,
    `On record: ${recorded.map(({ kind, on }) => `${kind} of ${on}`).join(', ') || 'nothing of this'}`,
    ...(actions.length > 0 ? [`Recorded: ${actions.join(', ')}`] : []),
    ...notes.flatMap((text, index) => [`Note ${index + 1}:`, ...text.split('\n').map((line) => `  ${line}`)]),
  ];
}

function acceptCommand(): Command {
  const command = teach('accept', {
    summary: 'record what proposals say',
    description:
      'Records the act that a proposal shows, with the document as its primary source. If the document does not say enough, give the act with --file. --all-new accepts every plain new act: one in a row without notes, dated after the last reading.',
    touches:
      'acts, participations, and the changes that subscribers receive. Accepting again changes nothing.',
    examples: [
      'proposals accept prp_…',
      'proposals accept --all-new --instrument iccpr',
      'proposals accept prp_… --file act.json',
    ],
  })
    .argument('[proposal...]', 'their ids')
    .option('--all-new', 'every open proposal of a plain new act')
    .option('--instrument <id>', 'with --all-new: of one instrument')
    .option('--file <file>', 'the act to record instead, as JSON like the API takes it')
    .option('--yes', 'do not ask');
  return located(jsonOption(byOption(command))).action((ids: string[], options: Options) =>
    within(options, (deployment) => accept(deployment, ids, options)),
  );
}

async function accept(deployment: Deployment, ids: string[], options: Options): Promise<void> {
  const { store, url } = deployment;
  if ((ids.length === 0) === !options.allNew) throw new UsageError('Give ids of proposals, or --all-new.');
  if (options.file && ids.length !== 1) throw new UsageError('--file gives the act of one proposal.');
  const acceptance = options.file ? await actIn(options.file) : {};
  const wanted = options.allNew
    ? (await openOnes(store, options)).filter(({ plain }) => plain)
    : await Promise.all(ids.map((id) => required(store, id)));
  if (!options.yes && !options.json) {
    for (const one of wanted) note(`${writtenBy(one)}. ${one.summary}`);
    if (wanted.length > 0 && !(await confirm(`Accept ${wanted.length}?`))) return declined();
  }
  await requireRightClock({ url });
  const outcome = await each(wanted, ({ id }) =>
    store.deciding.accept(id, acceptance, { now, by: options.by }),
  );
  report(outcome, options, 'accepted');
}

async function actIn(file: string): Promise<Acceptance> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new UsageError(`${JSON.stringify(file)} could not be read: ${reasonOf(error)}.`);
  });
  try {
    return Acceptance.parse({ action: JSON.parse(text) });
  } catch {
    throw new UsageError(`${JSON.stringify(file)} holds no act as the API takes it.`);
  }
}

type DecisionOutcome = { done: KeptProposal[]; refused: { proposal: string; why: string }[] };

/** Decides on each proposal; a refusal of one does not stop the others. */
async function each(
  proposals: readonly KeptProposal[],
  decide: (proposal: KeptProposal) => Promise<KeptProposal>,
): Promise<DecisionOutcome> {
  const outcome: DecisionOutcome = { done: [], refused: [] };
  const tell = progress('Proposals:');
  for (const [index, proposal] of proposals.entries()) {
    try {
      outcome.done.push(await decide(proposal));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      outcome.refused.push({ proposal: proposal.id, why: error.message });
    }
    if (proposals.length > 1) tell(index + 1, proposals.length);
  }
  return outcome;
}

function report({ done, refused }: DecisionOutcome, { json }: Options, verb: string): void {
  if (refused.length > 0) fallsShort();
  if (json) {
    printJson({ [verb]: done.map(({ id, actions = [] }) => ({ proposal: id, actions })), refused });
    return;
  }
  for (const { proposal, why } of refused) note(`${proposal} was refused: ${why}`);
  print(`${done.length} ${verb}${refused.length > 0 ? `, ${refused.length} refused` : ''}.`);
}

function rejectCommand(): Command {
  const command = teach('reject', {
    summary: 'reject proposals',
    description: 'Closes a proposal. It stays closed for as long as the document says the same.',
    touches: 'the proposal.',
    examples: ['proposals reject prp_… --reason "A misprint: the depositary was asked."'],
  })
    .argument('<proposal...>', 'their ids')
    .requiredOption('--reason <text>', 'the reason, kept with the proposal');
  return located(jsonOption(byOption(command))).action((ids: string[], options: Options) =>
    within(options, async ({ store, url }) => {
      const reason = (options.reason ?? '').trim();
      if (reason === '' || reason.length > 2000)
        throw new UsageError('--reason takes a text of 1 to 2000 characters.');
      await requireRightClock({ url });
      const wanted = await Promise.all(ids.map((id) => required(store, id)));
      const decide = ({ id }: KeptProposal) => store.deciding.reject(id, { reason }, { now, by: options.by });
      report(await each(wanted, decide), options, 'rejected');
    }),
  );
}
