import { describe, expect, test } from 'vitest';
import { membersOf, type Route } from '../../functions/api/http/route.ts';
import { routes } from '../../functions/api/routes.ts';
import { Scope } from '../../functions/core/api-key.ts';
import { asked, askerFor, before, bodyOf, lapsed, laptop, named, onRecord, placeOf, there } from './every.ts';
import { asker, expectProblem, keyOf } from './target.ts';

const paths = [...new Set(routes.map(({ path }) => path))];
const methodsAt = (path: string): string[] => {
  const methods: string[] = routes.filter((route) => route.path === path).map(({ method }) => method);
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
};

/** Whether a new id that fits, such as `0`, is added instead of missing. */
const adds = ({ method, path }: Route, name: string) => method === 'PUT' && path.endsWith(`{${name}}`);

describe.each(paths)('%s', (path) => {
  const [route] = routes.filter((one) => one.path === path);
  if (!route) throw new Error('no route');

  test('answers OPTIONS with its methods, and refuses the others', async () => {
    const ask = await asked(route);
    const options = await ask({ method: 'OPTIONS', key: null });
    expect([options.status, options.body]).toEqual([204, '']);
    expect(options.headers.allow?.split(', ').sort()).toEqual([...methodsAt(path), 'OPTIONS'].sort());
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND']) {
      if (methodsAt(path).includes(method)) continue;
      const heard = await ask({ method });
      expect(heard.headers.allow, method).toBe(options.headers.allow);
      if (method === 'HEAD') expect([heard.status, heard.body]).toEqual([405, '']);
      else expectProblem(heard, [405], method);
    }
  });

  test('answers HEAD as it does GET, without the body', async () => {
    if (!methodsAt(path).includes('GET')) return;
    const get = routes.find((one) => one.path === path && one.method === 'GET') ?? route;
    const ask = await asked(get);
    const [whole, head] = [await ask(), await ask({ method: 'HEAD' })];
    const { date: _, 'content-length': __, ...headers } = whole.headers;
    expect(head).toMatchObject({ status: whole.status, headers, body: '' });
  });
});

describe.each(named(routes))('%s', (_name, route) => {
  test('refuses parameters that it does not know, that come twice, or that cannot be read', async () => {
    const ask = await asked(route);
    if (route.ignoresQuery)
      return expect((await ask({ query: '?surprise=1&a=%zz' })).status).toBeLessThan(400);
    const given = route.body ? { body: bodyOf(route) } : {};
    for (const [query, statuses] of [
      ['?surprise=1', [422]],
      ['?__proto__=1', [422]],
      ['?constructor', [422]],
      ['?a=1&a=1', [422]],
      ['?a=%E0%A4', [400]],
      ['?%', [400]],
      ['?a=%00', [422]],
      [`?${'a'.repeat(5000)}=1`, [422]],
    ] as const)
      expectProblem(await ask({ ...given, query }), statuses, query.slice(0, 50));
    for (const name of Object.keys(membersOf(route.query)))
      expectProblem(await ask({ query: `?${name}=a&${name}=b` }), [422], `${name} twice`);
  });

  test('refuses what is no value of a parameter', async () => {
    const ask = await asked(route);
    const names = Object.keys(membersOf(route.query));
    for (const name of names)
      for (const value of [
        '',
        '%00',
        '-1',
        '1e9',
        '9'.repeat(400),
        '%F0%9F%92%A9',
        '..%2F..',
        '%27%20or%201=1',
      ])
        expectProblem(
          await ask({ query: `?${name}=${value}` }),
          [400, 401, 404, 410, 422],
          `${name}=${value}`,
        );
    if (!names.includes('cursor')) return;
    for (const cursor of [
      'AAAA',
      `${'A'.repeat(40)}`,
      '%3D%3D',
      Buffer.from('xxxxxxxxxxxzzz').toString('base64url'),
    ])
      expectProblem(await ask({ query: `?cursor=${cursor}` }), [400], cursor);
  });

  test('refuses ids that cannot be', async () => {
    const ask = await askerFor(route);
    for (const [, name = ''] of route.path.matchAll(/\{(\w+)\}/g))
      for (const value of [
        '%00',
        '__proto__',
        'x'.repeat(3000),
        '%20',
        '0',
        '-1',
        '%2e%2e%2f',
        ';',
        '%F0%9F%92%A9',
      ]) {
        const path = placeOf(route.path, { [name]: value });
        const given = {
          ...(route.body && { body: bodyOf(route) }),
          ...(route.path.endsWith('confirm') && { query: '?token=x' }),
        };
        expectProblem(
          await ask(route, path, given),
          adds(route, name) ? [404, 428] : [404],
          path.slice(0, 120),
        );
      }
  });

  if (!route.scope) return;

  test('opens to no key but a live one with its scope', async () => {
    const ask = await asked(route);
    const given = route.body ? { body: bodyOf(route) } : {};
    const unknown = `trt_01M85H25SD9MFKY20HJE7B2F74_${'A'.repeat(43)}`;
    for (const [what, key] of Object.entries({
      ...lapsed,
      unknown,
      truncated: laptop.editorKey.slice(0, -1),
      lengthened: `${laptop.editorKey}A`,
      odd: 'x',
      none: '',
    })) {
      const heard = await ask({ ...given, key });
      expectProblem(heard, [401], what);
      expect(heard.headers['www-authenticate'], what).toContain('Bearer realm=');
    }
    for (const authorization of ['Basic YTpi', `bearer`, `Bearer ${laptop.editorKey} x`, laptop.editorKey])
      expectProblem(await ask({ ...given, key: null, headers: { authorization } }), [401], authorization);
    const others = Scope.options.filter((scope) => scope !== route.scope);
    const { text } = await keyOf(laptop, 'laptop', others);
    expectProblem(await ask({ ...given, key: text }), [403], 'another scope');
  });

  if (!route.path.includes('{subscription}')) return;

  test("takes another owner's for absent, in the same words", async () => {
    const { text: key } = await keyOf(laptop, 'stranger', Scope.options);
    const ask = asker(laptop.port, async () => key);
    const none = `sub_${'0'.repeat(26)}`;
    const given = { key, ...(route.body && { body: bodyOf(route) }) };
    const theirs = await ask(route, placeOf(route.path), given);
    expectProblem(theirs, [404], 'theirs');
    const absent = await ask(route, placeOf(route.path, { subscription: none }), given);
    expect(absent.body).toBe(theirs.body.replaceAll(there.subscription ?? '', none));
  });
});

const conditional = routes.filter(({ method, scope }) => method === 'GET' && scope === null);

test.each(named(conditional))('%s heeds If-None-Match in every form', async (_name, route) => {
  const ask = await asked(route);
  const query = route.operationId === 'getProgress' ? '?source=ohchr-2019-04-29' : undefined;
  const given = (value: string) => ({ ...(query && { query }), headers: { 'if-none-match': value } });
  const first = await ask(query ? { query } : {});
  const { etag } = first.headers;
  if (etag === undefined) return expect(first.headers['cache-control']).not.toContain('public');
  expect(etag).toMatch(/^"[^"]+"$/);
  for (const field of [
    etag,
    `W/${etag}`,
    `"a", W/"b" , ${etag}`,
    `"a,b",${etag}`,
    `${'"x",'.repeat(500)}${etag}`,
    '*',
  ]) {
    const heard = await ask(given(field));
    expect([heard.status, heard.body, heard.headers.etag], field.slice(0, 50)).toEqual([304, '', etag]);
  }
  for (const field of ['"a"', etag.slice(1, -1), `"${etag}`, `w/${etag.slice(0, -1)}`, ',', '"*"', 'W/"'])
    expect((await ask(given(field))).status, field).toBe(200);
});

test('none of it was an error to the service, and the record and the subscription are as they were', async () => {
  expect(laptop.lines.filter(({ level }) => level === 'ERROR')).toEqual([]);
  expect(await onRecord()).toEqual(before);
});
