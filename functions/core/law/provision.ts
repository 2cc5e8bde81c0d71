/** Where a provision stands: the article, then paragraph, point and so on, each in the same form however it was written. */
type Path = readonly string[];

/**
 * Reads `art. 41`, `Article 41(1)`, `Article XLI, paragraph 1`, `第四十一条第一款` or `статья 41` as one provision each;
 * null for what names no single article.
 */
export function readProvision(text: string): Path | null {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim().replace(ofWhat, '');
  const [, article, rest = ''] = leading.exec(plain) ?? bare.exec(plain) ?? chinese.exec(plain) ?? [];
  if (!article) return null;
  const steps = stepsOf(rest);
  return steps && [numberOf(article), ...steps];
}

const leading =
  /^(?:article|art|artikel|artículo|articulo|artigo|статья|ст|المادة|§)\.? ?(\d+(?: ?(?:bis|ter|quater))?|[ivxlc]+(?![a-z]))(.*)$/u;
const bare = /^(\d+)((?:[ .(].*)?)$/u;
const ofWhat = / (?:of|to) (?:the|this) (?:present )?(?:covenant|convention|protocol|statute)$/;
const chinese = /^第([\d一二三四五六七八九十百]+)条(.*)$/u;

/** What follows the article, step by step; null where something of it is no step. */
function stepsOf(rest: string): Path | null {
  const steps: string[] = [];
  let left = rest;
  while (left.trim() !== '') {
    const found = step.exec(left) ?? chineseStep.exec(left);
    const [whole, bare, within] = found ?? [];
    const one = bare ?? within;
    if (!whole || !one) return null;
    steps.push(numberOf(one));
    left = left.slice(whole.length);
  }
  return steps;
}

const word =
  '(?:sub-?paragraphs?|paragraphs?|paragraphes?|párrafos?|parágrafos?|paras?|letters?|lettres?|points?|alin[ée]as?|пункт|п|§)\\.?';
const step = new RegExp(
  `^[ ,.]*(?:${word} ?)?(?:\\(([a-z]{1,4}|\\d+)\\)|(?<=[ ,.]|^)([a-z]|\\d+|[ivx]+)(?![a-z\\d]))`,
  'u',
);
const chineseStep = /^ ?第?([\d一二三四五六七八九十百]+)[款项目]/u;

function numberOf(text: string): string {
  if (/^[一二三四五六七八九十百]+$/u.test(text)) return String(chineseNumber(text));
  return text.length > 1 && /^[ivxlc]+$/.test(text) ? String(romanNumber(text)) : text.replaceAll(' ', '');
}

const digits = '一二三四五六七八九';

function chineseNumber(text: string): number {
  let [sum, digit] = [0, 0];
  for (const sign of text) {
    const unit = { 十: 10, 百: 100 }[sign];
    if (unit === undefined) digit = digits.indexOf(sign) + 1;
    else [sum, digit] = [sum + (digit || 1) * unit, 0];
  }
  return sum + digit;
}

const roman: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

function romanNumber(text: string): number {
  const values = [...text].map((sign) => roman[sign] ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}

/** Whether `part` is `whole` or stands within it, as article 41(1) stands within article 41. */
export function isWithin(part: string, whole: string): boolean {
  const [inner, outer] = [readProvision(part), readProvision(whole)];
  if (!inner || !outer) return plain(part) === plain(whole);
  return outer.every((name, at) => inner[at] === name);
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s.,]+/g, ' ')
    .trim();
