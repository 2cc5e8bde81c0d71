import type { Failure } from '../../core/depositary/watching/look.ts';
import type { Asked } from '../asking/asked.ts';
import { type Html, html } from '../parts/html.ts';
import { recorded } from '../parts/text.ts';
import { watchWords } from './words.ts';

type FailureWords = (typeof watchWords)['en']['failure'];

/** Patterns of failures, and what each means in a reader's words. */
const kinds: readonly [RegExp, (words: FailureWords, found: string) => string][] = [
  [/^it answers (\d+) and wants to be left alone$/, (words, status) => words.refused(status)],
  [/^it answers (404|410)$/, (words, status) => words.gone(status)],
  [/^it answers (\d+)$/, (words, status) => words.answers(status)],
  [/^no answer within (\d+) s$/, (words, seconds) => words.silent(seconds)],
  [/^robots\.txt/, (words) => words.robots],
  [/^it redirects/, (words) => words.moved],
];

/** Why a look failed, in words; an unknown failure is shown as it was noted. */
export function failureText(asked: Asked, { why, isLayout }: Omit<Failure, 'at'>): Html {
  const words = watchWords[asked.language].failure;
  if (isLayout) return html`${words.layout} <span class="quiet">${recorded(asked, why)}</span>`;
  for (const [pattern, say] of kinds) {
    const found = pattern.exec(why);
    if (found) return html`${say(words, found[1] ?? '')}`;
  }
  return html`${words.other} <span class="quiet">${recorded(asked, why)}</span>`;
}
