import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const textOf = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

type Parameter = { name: string; in: string };
type Described = { paths: Record<string, { get?: { parameters?: Parameter[] } }> };
const { paths }: Described = JSON.parse(textOf('functions/api/openapi.json'));

const [, section = ''] = textOf('README.md').split('\n## API\n');
const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));

/** The routes of a row: those that follow the first one may continue it. */
function routesOf(row: string): string[] {
  const [, cell = ''] = row.split(' | ', 1)[0]?.split('| ') ?? [];
  const [first = '', ...others] = [...cell.matchAll(/`(?:GET )?([^`?]+)/g)].map(([, route = '']) => route);
  return [first, ...others.map((route) => (route.startsWith('/v1') ? route : `${first}${route}`))];
}

const paging = ['limit', 'cursor', 'after'];

/** What a reader may ask of each route, without paging; the subscriber's guide tells of its own. */
const asked = Object.entries(paths)
  .filter(([path]) => !path.startsWith('/v1/subscriptions'))
  .flatMap(([path, { get }]) =>
    (get?.parameters ?? [])
      .filter((one) => one.in === 'query' && !paging.includes(one.name))
      .map(({ name }) => [path, name] as const),
  );

test.each(asked)("the README's row of %s names %s", (path, parameter) => {
  const row = rows.find((one) => routesOf(one).includes(path));
  expect(row).toMatch(new RegExp(`\`${parameter}\`|\\?${parameter}=`));
});

test('there are parameters to name', () => {
  expect(asked.length).toBeGreaterThan(20);
});
