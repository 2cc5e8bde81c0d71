import { expect, test } from 'vitest';
import { createWatch } from '../../functions/watch/watch.ts';
import { statusPage } from '../support/depositary/status-page.ts';
import { serves } from './depositary.ts';
import { aWatch, hoursAfter, start } from './watching.ts';

test('a host is asked by one at a time, some seconds apart', async () => {
  const { depositary, watch, deps } = await aWatch({ pause: 60 }, ['IV-6', 'IV-7']);
  for (const path of ['/IV-5', '/IV-6', '/IV-7']) depositary.answers.set(path, serves('<html>busy</html>'));
  const other = createWatch({ ...deps, pause: 60 });
  const [one, two] = await Promise.all([watch({ now: true }), other({ now: true })]);
  expect([one.failed + one.read, two.failed + two.read].sort()).toEqual([0, 3]);
  expect(depositary.asked.map(({ path }) => path)).toEqual(['/robots.txt', '/IV-6', '/IV-7', '/IV-5']);
  expect(depositary.atOnce()).toBe(1);
  const gaps = depositary.asked.slice(1).map(({ at }, index) => at - (depositary.asked[index]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50);
});

test('a host that states a longer pause is given it', async () => {
  const { depositary, watch } = await aWatch({ pause: 1 }, ['IV-6']);
  depositary.answers.set('/robots.txt', serves('User-agent: *\nCrawl-delay: 0.2\n'));
  for (const path of ['/IV-5', '/IV-6']) depositary.answers.set(path, serves('<html>busy</html>'));
  await watch({ now: true });
  const [robots = 0, first = 0, second = 0] = depositary.asked.map(({ at }) => at);
  expect([first - robots, second - first].map((gap) => gap >= 190)).toEqual([true, true]);
});

test.each([
  ['403', serves('', {}, 403)],
  ['429 with Retry-After', serves('', { 'retry-after': '7200' }, 429)],
  ['503 with Retry-After', serves('', { 'retry-after': '7200' }, 503)],
])('%s ends the round for the host, and is obeyed', async (_, answer) => {
  const { depositary, watch, clock } = await aWatch({}, ['IV-6', 'IV-7']);
  for (const path of ['/IV-5', '/IV-6', '/IV-7']) depositary.answers.set(path, answer);
  expect(await watch({ now: true })).toMatchObject({ due: 3, failed: 1 });
  expect(depositary.asked).toHaveLength(2);
  clock.at = hoursAfter(start, 1.9);
  await watch({ now: true });
  expect(depositary.asked).toHaveLength(2);
  clock.at = hoursAfter(start, 25);
  await watch({ now: true });
  expect(depositary.asked.length).toBeGreaterThan(2);
});

test('what robots.txt asks not to fetch is not fetched', async () => {
  const { depositary, watch, look } = await aWatch();
  depositary.answers.set('/robots.txt', serves('User-agent: *\nDisallow: /IV-\n'));
  depositary.answers.set('/IV-5', serves(statusPage()));
  expect(await watch({ now: true })).toMatchObject({ read: 0, failed: 1 });
  expect(depositary.asked.map(({ path }) => path)).toEqual(['/robots.txt']);
  expect((await look())?.failure?.why).toMatch(/robots/);
});

test('a robots.txt that would unfold to hundreds of millions of rules is a failure, and nothing is fetched', async () => {
  const { depositary, watch, look } = await aWatch();
  const agents = Array.from({ length: 20_000 }, (_, index) => `User-agent: ${index}`);
  depositary.answers.set('/robots.txt', serves([...agents, ...Array(20_000).fill('Disallow: /')].join('\n')));
  expect(await watch({ now: true })).toMatchObject({ read: 0, failed: 1 });
  expect(depositary.asked.map(({ path }) => path)).toEqual(['/robots.txt']);
  expect((await look())?.failure?.why).toBe('its robots.txt has too many rules');
});
