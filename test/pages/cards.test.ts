import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import chinese from '@fontsource-variable/noto-serif-sc/unicode.json' with { type: 'json' };
import european from '@fontsource-variable/source-serif-4/unicode.json' with { type: 'json' };
import { beforeAll, describe, expect, test } from 'vitest';
import type { Instrument } from '../../functions/core/instrument.ts';
import type { State } from '../../functions/core/state.ts';
import { languages } from '../../functions/pages/asking/language.ts';
import { titleOf } from '../../functions/pages/parts/text.ts';
import { nameIn } from '../../functions/pages/places/names.ts';
import { catalogue } from '../../functions/pages/words/words.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { publicUrl, withRecord } from '../support/record-fixture.ts';

let store: Store;
let show: ReturnType<typeof pagesOf>;

beforeAll(async () => {
  store = await withRecord(await freshTable());
  show = pagesOf(store);
});

const story = '/states/CHN/instruments/ilo-c029';
const pages = ['/board', '/states/CHN', '/instruments/ilo-c029', story];

/** The size of a PNG, which follows its signature and the name of its first chunk. */
const sizeOf = (png: string) => {
  const bytes = Buffer.from(png, 'latin1');
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

const metaOf = (page: string, property: string) =>
  new RegExp(`<meta property="${property}" content="([^"]*)">`).exec(page)?.[1];

describe.each(['', '/zh', '/fr'])('a link to a page in "%s"', (prefix) => {
  test.each(pages)('%s is shown with a picture of its own', async (path) => {
    const page = await show(path === '/board' ? prefix || '/en' : `${prefix}${path}`);
    const address = metaOf(page.text, 'og:image') ?? '';
    expect(address).toBe(`${publicUrl}${prefix}${path}.png?asOf=2023-01-02`);
    expect(metaOf(page.text, 'og:image:alt')).toMatch(/2023/);
    expect(page.text).toContain('<meta name="twitter:card" content="summary_large_image">');
    const card = await show(address.replace(publicUrl, ''), { accept: 'image/*' });
    expect([card.status, card.headers['content-type']]).toEqual([200, 'image/png']);
    expect(sizeOf(card.text)).toEqual([1200, 630]);
    expect(card.text.length).toBeLessThan(60_000);
  });

  test('any other page is shown with a picture of the site', async () => {
    const { text } = await show(`${prefix}/about`);
    expect(metaOf(text, 'og:image')).toBe(`${publicUrl}${prefix}/card.png`);
    expect(sizeOf((await show(`${prefix}/card.png`)).text)).toEqual([1200, 630]);
  });
});

test('a picture shows the day that is asked about, and is kept until the record or the day moves', async () => {
  const [then, now] = [await show(`${story}.png?asOf=2022-01-01`), await show(`${story}.png`)];
  expect(then.text).not.toBe(now.text);
  const etag = now.headers.etag ?? '';
  expect((await show(`${story}.png`, { 'if-none-match': etag })).status).toBe(304);
});

test.each(['/states/XXX.png', '/instruments/nothing.png', '/states/CHN/instruments/nothing.png'])(
  'there is no picture at %s',
  async (path) => {
    expect((await show(path, { accept: 'image/*' })).status).toBe(404);
  },
);

test('every character of our words, and of what names States and treaties, can be drawn', async () => {
  const ranges = [...Object.values(chinese), ...Object.values(european)]
    .flatMap((one) => one.split(','))
    .map((one) =>
      one
        .replace('U+', '')
        .split('-')
        .map((code) => Number.parseInt(code, 16)),
    );
  const canBeDrawn = (character: string) => {
    const code = character.codePointAt(0) ?? 0;
    return ranges.some(([from = 0, to = from]) => from <= code && code <= to);
  };
  const seeds = join(import.meta.dirname, '../../seeds');
  const read = async (file: string) => JSON.parse(await readFile(join(seeds, file), 'utf8'));
  const instruments: Instrument[] = await Promise.all(
    (await readdir(join(seeds, 'instruments'))).map((file) => read(`instruments/${file}`)),
  );
  const states: State[] = await read('participants.json');
  const names = languages.flatMap((language) => [
    ...instruments.flatMap((one) => [titleOf({ language }, one).text, ...one.shortNames]),
    ...states.map((state) => nameIn(language, state)),
  ]);
  expect(names.length).toBeGreaterThan(600);
  const characters = new Set([...names.join(''), ...JSON.stringify(catalogue)]);
  expect([...characters].filter((one) => !canBeDrawn(one))).toEqual([]);
});
