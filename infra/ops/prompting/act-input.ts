import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type * as z from 'zod';
import { checkBody } from '../../../functions/api/http/body.ts';
import { type ActionContent, NewAction, NewCorrection } from '../../../functions/core/action.ts';
import { Day } from '../../../functions/core/calendar.ts';
import { givenUrl } from '../../../functions/core/citation.ts';
import { DomainError } from '../../../functions/core/errors.ts';
import { ActionId, StateCode } from '../../../functions/core/ids.ts';
import { parseJson } from '../../../functions/core/json.ts';
import { needsReference } from '../../../functions/core/record/admission.ts';
import { ActionKind, isTerritorial, Tier } from '../../../functions/core/vocabulary.ts';
import { Refusal } from '../../local/refusal.ts';
import { localToday } from '../command.ts';
import { legible } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type Prompt, prompt, readBy } from './prompt.ts';

export type ActOptions = {
  kind?: string;
  doneOn?: string;
  effectiveOn?: string;
  territory?: string;
  provision?: string;
  refersTo?: string;
  text?: string;
  sourceTitle?: string;
  sourceUrl?: string;
  sourceSymbol?: string;
  sourceSeenOn?: string;
  sourceTier?: string;
  sourceNote?: string;
  override?: string;
  file?: string;
  yes?: boolean;
};

export function describesAct(command: Command): Command {
  return command
    .optionsGroup('The act:')
    .option('--kind <kind>', `one of ${ActionKind.options.join(', ')}`)
    .option('--done-on <day>', 'the day of deposit, registration, signature or notification')
    .option('--effective-on <day>', 'effect as the depositary states it; if left out, computed from the rule')
    .option('--territory <code>', 'the territory that it is about, such as HKG')
    .option('--provision <text>', 'the provision that it is about, such as "article 41"')
    .option('--refers-to <action>', 'the action that it withdraws, rescinds or objects to')
    .option('--text <text>', 'the wording of a reservation, declaration or notice')
    .option('--source-title <title>', 'the document in which it was read')
    .option('--source-url <url>', 'its address')
    .option('--source-symbol <symbol>', 'its symbol, such as C.N.782.2001')
    .option('--source-seen-on <day>', 'the day on which you read it; today, if left out')
    .option('--source-tier <tier>', `one of ${Tier.options.join(', ')}`)
    .option('--source-note <text>', 'what a reader should know of it')
    .option('--override <reason>', 'record it although the act was not open, and say why')
    .option('--file <file>', 'the whole act as JSON, as the API takes it');
}

type Question = Pick<Prompt, 'fallback'> & {
  flag: keyof ActOptions;
  text: string;
  /** What an empty answer means. */
  enter?: string;
  schema?: z.ZodType;
  /** Whether earlier answers make an answer necessary. */
  needed?: (answers: ActOptions) => boolean;
  /** Whether earlier answers leave it open at all. */
  asked?: (answers: ActOptions) => boolean;
};

const orNone = { enter: 'none', fallback: () => '' };

const required: Question[] = [
  { flag: 'kind', text: 'Which act (ratification, accession, signature, …)', schema: ActionKind },
  { flag: 'doneOn', text: 'On which day was it done (YYYY-MM-DD)', schema: Day },
];

const optional: Question[] = [
  {
    flag: 'effectiveOn',
    text: 'Effect as stated by the depositary',
    schema: Day,
    ...orNone,
    enter: 'computed',
  },
  {
    flag: 'territory',
    text: 'About which territory',
    schema: StateCode,
    ...orNone,
    needed: ({ kind }) => kind !== undefined && isTerritorial(kind),
  },
  { flag: 'text', text: 'Wording of a statement', ...orNone },
];

const reference: Question = {
  flag: 'refersTo',
  text: 'Which action is it about (act_…)',
  schema: ActionId,
  asked: ({ kind }) => needsReference.has(`${kind}`),
};

const isUnverified = ({ sourceTier }: ActOptions): boolean => sourceTier === 'unverified';

/** The tier comes before what it decides. */
const source: Question[] = [
  { flag: 'sourceTitle', text: 'Source: title of the document' },
  {
    flag: 'sourceTier',
    text: 'Source: primary, official, secondary or unverified',
    schema: Tier,
    enter: 'primary',
    fallback: () => 'primary',
  },
  { flag: 'sourceUrl', text: 'Source: address', schema: givenUrl(), ...orNone },
  {
    flag: 'sourceSymbol',
    text: 'Source: symbol',
    ...orNone,
    needed: (answers) => !answers.sourceUrl && !isUnverified(answers),
  },
  {
    flag: 'sourceSeenOn',
    text: 'Source: day you read it',
    schema: Day,
    enter: 'today',
    fallback: localToday,
  },
  { flag: 'sourceNote', text: 'Source: why it is unverified', asked: isUnverified },
];

/**
 * Reads an act from flags, and asks for what they leave out; with --yes a missing part is refused instead.
 */
export async function readAct(options: ActOptions): Promise<NewAction> {
  const act = options.file ? await readJson(options.file) : stated(await complete(options));
  return checkBody(NewAction, act);
}

/** Reads a correction; what flags leave out stays as it was. */
export async function readCorrection(
  { correction, reason }: { correction: 'amendment' | 'retraction'; reason: string },
  options: ActOptions,
  before: () => Promise<ActionContent>,
): Promise<NewCorrection> {
  if (correction === 'retraction') return checkBody(NewCorrection, { correction, reason });
  const live = await before();
  if (options.file) return inFile(options.file, { correction, reason });
  return checkBody(NewCorrection, { correction, reason, action: stated(options, live) });
}

/** Reads a whole act from a file; a refusal about a missing member must not speak of flags. */
async function inFile(
  file: string,
  given: { correction: 'amendment'; reason: string },
): Promise<NewCorrection> {
  const action = await readJson(file);
  try {
    return checkBody(NewCorrection, { ...given, action });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message, errors } = error;
    const hint =
      'A file states the whole act: to change a member alone, leave --file out and give its flag, such as --done-on.';
    throw new DomainError(code, `${message} ${hint}`, { errors });
  }
}

const stated = (options: ActOptions, before?: ActionContent): unknown => ({
  ...before,
  ...given(options),
  ...sources(options, before),
});

/** The options with what they leave out; what is given is checked before anything is asked. */
async function complete(options: ActOptions): Promise<ActOptions> {
  for (const { flag, schema } of [...required, ...optional, reference, ...source])
    check(options, flag, schema);
  const missing = [...required, ...source.slice(0, 1)].filter(({ flag }) => options[flag] === undefined);
  const told = { sourceSeenOn: localToday(), ...options };
  if (missing.length === 0) return told;
  if (options.yes)
    throw new UsageError(`With --yes give ${missing.map(({ flag }) => flagOf(flag)).join(', ')} too.`);
  return answered(told, options);
}

async function answered(answers: ActOptions, options: ActOptions): Promise<ActOptions> {
  const { kind } = options;
  const further = optional.filter(({ needed }) => kind === undefined || needed?.({ kind }));
  for (const question of [
    ...required,
    ...further,
    reference,
    ...(options.sourceTitle === undefined ? source : []),
  ]) {
    const { flag, schema, needed, asked } = question;
    if (options[flag] !== undefined || asked?.(answers) === false) continue;
    const said = await prompt({ ...promptOf(question, needed?.(answers)), read: readBy(schema) });
    answers = { ...answers, [flag]: said };
  }
  return answers;
}

const promptOf = ({ text, enter, fallback }: Question, isNeeded = false): Prompt =>
  fallback && !isNeeded ? { text: `${text} (Enter: ${enter})?`, fallback } : { text: `${text}?` };

function check(options: ActOptions, flag: keyof ActOptions, schema: z.ZodType | undefined): void {
  const given = options[flag];
  try {
    if (given !== undefined) readBy(schema)(String(given));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError('invalid-input', `${flagOf(flag)}: ${error.message}`);
  }
}

const flagOf = (flag: string): string =>
  `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function given({ kind, doneOn, effectiveOn, territory, provision, refersTo, text, override }: ActOptions) {
  const members = { kind, doneOn, effectiveOn, territory, provision, refersTo, text };
  return { ...filled(members), ...(override && { override: { reason: legible(override) } }) };
}

function sources(options: ActOptions, before: ActionContent | undefined) {
  const { sourceTitle: title, sourceUrl: url, sourceSymbol: symbol, sourceNote: noted } = options;
  if (before && !title) return {};
  const { sourceSeenOn: seenOn = localToday(), sourceTier: tier = 'primary' } = options;
  return { sources: [filled({ title, url, symbol, seenOn, tier, note: noted })] };
}

const filled = (members: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value ? [[name, legible(value)]] : [])),
  );

async function readJson(file: string): Promise<unknown> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw new Refusal(`${file} cannot be read: ${error.message}`);
  });
  return parseJson(bytes, file);
}
