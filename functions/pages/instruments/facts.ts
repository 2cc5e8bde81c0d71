import type { Instrument } from '../../core/instrument.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import { type Asked, to } from '../asking/asked.ts';
import { type Html, html, none } from '../parts/html.ts';
import { depositary, recorded, shortName, time } from '../parts/text.ts';
import { storyWords } from '../story/words.ts';
import { dayIn } from '../words/dates.ts';
import { instrumentWords } from './words.ts';

/** The instrument's own data: its dates, references and rules. */
export function instrumentFacts(asked: Asked, { instruments }: Catalogue, instrument: Instrument): Html {
  const words = instrumentWords[asked.language];
  const { open, close, comma } = asked.words.site;
  const { adoptedOn, adoptedAt, openedForSignatureOn, inForceOn, depositaryName, monitoringBody } =
    instrument;
  const parent = instrument.parent ? instruments.get(instrument.parent) : undefined;
  const rule = instrument.entryIntoForceRule;
  const leaving = instrument.withdrawalRule;
  const fact = (name: keyof typeof words.facts, value: Html | '' | undefined) =>
    value ? html`<div><dt>${words.facts[name]}</dt><dd>${value}</dd></div>` : none;
  return html`<h2>${inForceOn ? words.inForceSince(dayIn(asked.language, inForceOn)) : words.notInForce}</h2><dl class="facts">
${fact('adopted', html`${time(asked, adoptedOn)}${adoptedAt ? html`${comma}${recorded(asked, adoptedAt)}` : none}`)}
${fact('opened', openedForSignatureOn && time(asked, openedForSignatureOn))}
${fact('depositary', depositary(asked, depositaryName))}
${fact('body', monitoringBody && recorded(asked, monitoringBody))}
${fact('parent', parent && html`<a href="${to(asked, `/instruments/${parent.id}`)}">${shortName(asked, parent)}</a>`)}
${fact('rule', rule && html`${storyWords[asked.language].rule(rule)} ${open}${recorded(asked, rule.clause)}${close}`)}
${fact('leaving', leaving && recorded(asked, leaving.kind === 'no-clause' ? leaving.reason : leaving.clause))}
${fact('references', html`${instrument.references.map(({ scheme, value }) => `${scheme.toUpperCase()} ${value}`).join(' · ')}`)}
</dl>`;
}
