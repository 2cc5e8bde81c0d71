import { expect, test } from 'vitest';
import { isWithin, readProvision } from '../../../functions/core/law/provision.ts';

test.each<[string, string[]]>([
  ['article 41', ['41']],
  ['Article 41', ['41']],
  ['ARTICLE  41', ['41']],
  ['art. 41', ['41']],
  ['Art 41', ['41']],
  ['art.41', ['41']],
  ['article\u00a041', ['41']],
  ['Article ４１', ['41']],
  ['Article XLI', ['41']],
  ['artículo 41', ['41']],
  ['статья 41', ['41']],
  ['第四十一条', ['41']],
  ['第41条', ['41']],
  ['Article 41(1)', ['41', '1']],
  ['Art 41 (1)', ['41', '1']],
  ['art. 41.1', ['41', '1']],
  ['Article 41, paragraph 1', ['41', '1']],
  ['Article 41, para. 1', ['41', '1']],
  ['article 41 paragraphe 1', ['41', '1']],
  ['第四十一条第一款', ['41', '1']],
  ['article 8(1)(b)', ['8', '1', 'b']],
  ['Article 8, paragraph 1 (b)', ['8', '1', 'b']],
  ['art. 8, para. 1, subparagraph (b)', ['8', '1', 'b']],
  ['article 8(1)(b)(iv)', ['8', '1', 'b', '4']],
  ['article XIV', ['14']],
  ['article 6 bis', ['6bis']],
  ['第一百二十六条', ['126']],
  ['第一百零三条', ['103']],
  ['第 41 条', ['41']],
  ['第四十一條', ['41']],
  ['第四十一条第1款(a)项', ['41', '1', 'a']],
  ['第四十一条第一款第(一)项', ['41', '1', '1']],
  ['제41조 제1항', ['41', '1']],
  ['المادة ٤١', ['41']],
  ['art 41 §1', ['41', '1']],
  ['article 9 (2) (a)', ['9', '2', 'a']],
  ['Art. 9 Abs. 2 lit. a', ['9', '2', 'a']],
  ['Art. 9.2a', ['9', '2', 'a']],
  ['“Article 41”', ['41']],
  ['Article\u00ad41.', ['41']],
  ['under article N° 41', ['41']],
  ['Arts. 41', ['41']],
  ['articolo 41', ['41']],
  ['paragraph 1 of article 41', ['41', '1']],
  ['para (b) of paragraph 1 of Article 8', ['8', '1', 'b']],
  ['paragraphe 1 de l’article 41', ['41', '1']],
  ['párrafo 1 del artículo 41', ['41', '1']],
  ['пункт 1 статьи 41', ['41', '1']],
  ['Article 41 of the International Covenant on Civil and Political Rights', ['41']],
])('%s is one provision', (text, path) => {
  expect(readProvision(text)).toEqual(path);
});

test.each([
  'articles 21 and 22',
  'the whole Convention',
  'article',
  'Annex II',
  'article 41 as amended',
  '21 and 22',
  'article 41 of Protocol II',
  'articles 41 and 42',
  'art. 41, 42',
  'Article 41(1)-(3)',
  'article 1 to 5',
  'Section 41',
])('%s names no single article', (text) => {
  expect(readProvision(text)).toBeNull();
});

test.each([
  ['article 41(1)', 'article 41', true],
  ['article 41', 'article 41(1)', false],
  ['article 4', 'article 41', false],
  ['article 41(1)', 'article 41(2)', false],
  ['Articles 21 and 22', 'articles  21 and 22', true],
  ['Annex II', 'annex ii', true],
  ['Annex II', 'article 2', false],
])('%s within %s: %s', (part, whole, expected) => {
  expect(isWithin(part, whole)).toBe(expected);
});
