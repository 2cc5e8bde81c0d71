import { plainText } from '../text.ts';

/**
 * A provision's place: the article, then paragraph, point and so on, each in one form however it was written.
 */
type Path = readonly string[];

/**
 * Reads `art. 41`, `Article 41(1)`, `paragraph 1 of article XLI`, `第四十一条第一款` or `статья 41` as one provision
 * each; null unless the text names a single article.
 */
export function readProvision(text: string): Path | null {
  const [article = '', ...within] = plain(text).replace(ofWhat, '').split(part).reverse();
  const [, number, rest = ''] = leading.exec(article) ?? bare.exec(article) ?? eastern.exec(article) ?? [];
  if (!number) return null;
  const steps = [rest, ...within].map(stepsOf);
  return steps.every((one) => one !== null) ? [numberOf(number), ...steps.flat()] : null;
}

/** Lower case, one kind of digits and blanks, nothing around it. */
const plain = (text: string): string =>
  plainText(text)
    .toLowerCase()
    .replaceAll(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 15))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s"'«»(]*(?:under |the )*|["'«».,;:\s]+$/g, '');

const ofWhat =
  / (?:of|to) (?:the|this) (?:present )?(?:[a-z]+ )*(?:covenant|convention|protocol|statute|treaty|charter|agreement)(?: (?:on|against|for|of|relating|concerning) .*)?$/;

/** The joint in `paragraph 1 of article 41`, in several languages. */
const part = / (?:of|dell'|del|du|de) ?(?:the |l')?| (?=статьи )/;

const leading =
  /^(?:arts?|articles?|artikel|artículo|articulo|articolo|artigo|статья|статьи|ст|стаття|المادة|مادة|§)\.? ?(?:n[o°º]?\.? ?)?(\d+(?: ?(?:bis|ter|quater))?|[ivxlc]+(?![a-z]))(.*)$/u;
const bare = /^(\d+)((?:[ .(].*)?)$/u;
const eastern = /^[第제]? ?([\d零〇一二三四五六七八九十百]+) ?[条條조](.*)$/u;

/** The steps after the article; null if any part of the text is no step. */
function stepsOf(rest: string): Path | null {
  const steps: string[] = [];
  let left = rest.replaceAll(word, '§');
  while (!/^[ .,;:]*$/.test(left)) {
    const [whole, one] = step.exec(left) ?? easternStep.exec(left) ?? [];
    if (!whole || !one || !isStep(one)) return null;
    steps.push(numberOf(one));
    left = left.slice(whole.length);
  }
  return steps;
}

const word =
  /(?<![\p{L}])(?:sub-?paragraphs?|sub-?paras?|paragraphs?|paragraphes?|párrafos?|parágrafos?|paragrafo|paras?|pars?|abs(?:atz)?|lett?(?:ers?|res?|era)?|lit(?:t|era|eral)?|points?|alin[ée]as?|inciso|apartado|numeral|пункта?|п|الفقرة)(?![\p{L}])/gu;

/** A number after a bare comma is another article's, so it is no step. */
const step = /^(?:[ .]*|[ .,;:]*§[ .]*|[ ,]*(?=\())\(?(\d+|[a-z]{1,4})\)?(?=[ .,;:(§]|$|(?<=\d)[a-z])/u;
const easternStep = /^[ ,、]*[第제]? ?\(?([\d零〇一二三四五六七八九十百]+|[a-z])\)? ?[款项項目号號항호]/u;

/** Whether a text is a number, a letter, the same letter doubled, or a Roman numeral. */
const isStep = (text: string): boolean =>
  /^(?:[a-z]+)$/.test(text) ? /^(?:([a-z])\1*|[ivxlc]+)$/.test(text) : true;

function numberOf(text: string): string {
  if (/^[零〇一二三四五六七八九十百]+$/u.test(text)) return String(chineseNumber(text));
  return text.length > 1 && /^[ivxlc]+$/.test(text) ? String(romanNumber(text)) : text.replaceAll(' ', '');
}

const digits = '〇一二三四五六七八九';

function chineseNumber(text: string): number {
  let [sum, digit] = [0, 0];
  for (const sign of text.replaceAll('零', '〇')) {
    const unit = { 十: 10, 百: 100 }[sign];
    if (unit === undefined) digit = digits.indexOf(sign);
    else [sum, digit] = [sum + (digit || 1) * unit, 0];
  }
  return sum + digit;
}

const roman: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

function romanNumber(text: string): number {
  const values = [...text].map((sign) => roman[sign] ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}

/** Whether `part` is `whole` or lies within it, as article 41(1) lies within article 41. */
export function isWithin(part: string, whole: string): boolean {
  const [inner, outer] = [readProvision(part), readProvision(whole)];
  if (!inner || !outer) return words(part) === words(whole);
  return outer.every((name, at) => inner[at] === name);
}

const words = (text: string): string => plain(text).replaceAll(/[\s.,]+/g, ' ');
