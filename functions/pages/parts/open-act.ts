import type { Instrument } from '../../core/instrument.ts';
import type { OpenAct } from '../../core/law/open-act.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import type { InLanguage } from '../asking/asked.ts';
import { localeOf } from '../asking/language.ts';
import { shortName } from './text.ts';

type Wait = OpenAct['waitsFor'][number];
type Instruments = ReadonlyMap<string, Instrument>;

/** The acts that a State could do next, in words: `signature or accession`; empty if none is open. */
export function nextActs(
  reader: InLanguage,
  own: string,
  instruments: Instruments,
  open: readonly OpenAct[],
): string {
  const said = open.filter((act) => !followsSignature(act, own, open));
  const acts = said.map((act) => openActIn(reader, own, instruments, act));
  return new Intl.ListFormat(localeOf[reader.language], { type: 'disjunction' }).format(acts);
}

/** Whether an open signature already implies the act. */
const followsSignature = ({ waitsFor }: OpenAct, own: string, open: readonly OpenAct[]): boolean =>
  waitsFor.some((wait) => 'instrument' in wait && wait.instrument === own) &&
  open.some(({ act }) => act === 'signature');

function openActIn(reader: InLanguage, own: string, instruments: Instruments, open: OpenAct): string {
  const act = actInSentence(reader, open.act as ActionKind);
  const waits = open.waitsFor.map((wait) => waitIn(reader, own, instruments, wait));
  return waits.length > 0 ? reader.words.board.onceThen(act, waits.join(', ')) : act;
}

/** The name of a kind of act within a sentence. */
export const actInSentence = ({ language, words }: InLanguage, kind: ActionKind): string =>
  language === 'zh' ? words.acts[kind] : words.acts[kind].charAt(0).toLowerCase() + words.acts[kind].slice(1);

function waitIn(reader: InLanguage, own: string, instruments: Instruments, wait: Wait): string {
  const { board } = reader.words;
  if ('anyOf' in wait) return wait.anyOf.map((one) => waitIn(reader, own, instruments, one)).join(board.or);
  if (wait.instrument === own) return board.afterSigning;
  const instrument = instruments.get(wait.instrument);
  return board.once[wait.status](instrument ? shortName(reader, instrument) : wait.instrument);
}
