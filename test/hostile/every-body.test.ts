import { describe, expect, test } from 'vitest';
import { routes } from '../../functions/api/routes.ts';
import { asked, before, bodies, bodyOf, laptop, named, onRecord, withBody } from './every.ts';
import { type Ask, expectProblem } from './target.ts';

test('every route that takes a body has one here to begin with', () => {
  expect(
    withBody.filter(({ operationId }) => !bodies[operationId]).map(({ operationId }) => operationId),
  ).toEqual([]);
});

const wrong = [
  null,
  true,
  0,
  -1,
  1e21,
  '',
  '\u0000',
  'x',
  '\ud800',
  [],
  [[]],
  {},
  { a: { b: [] } },
  'x'.repeat(20_000),
];

describe.each(named(withBody))('%s', (_name, route) => {
  test('refuses bodies that it cannot read, each in its way', async () => {
    const ask = await asked(route);
    const body = bodyOf(route);
    const cases: [string, number, Ask][] = [
      ['10 MB', 413, { body: Buffer.alloc(10_000_000, 32) }],
      ['a byte too many', 413, { body: ' '.repeat((route.largestBody ?? 65_536) + 1) }],
      ['nothing', 400, { body: '' }],
      ['no JSON', 400, { body: '{"a":' }],
      ['two values', 400, { body: `${body}${body}` }],
      ['a member twice', 400, { body: '{"a":1,"\\u0061":2}' }],
      ['bytes that are not UTF-8', 400, { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) }],
      ['UTF-16', 400, { body: Buffer.from(body, 'utf16le') }],
      ['nesting without end', 400, { body: '['.repeat(30_000) }],
      ['a number', 422, { body: '1' }],
      ['null', 422, { body: 'null' }],
      ['an array', 422, { body: `[${body}]` }],
      ['a text', 422, { body: '"x"' }],
      ['plain text', 415, { body, headers: { 'content-type': 'text/plain' } }],
      ['a form', 415, { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
      ['another charset', 415, { body, headers: { 'content-type': 'application/json; charset=utf-16' } }],
      ['no type', 415, { body, headers: { 'content-type': '' } }],
      ['gzip', 415, { body, headers: { 'content-encoding': 'gzip' } }],
    ];
    for (const [what, status, given] of cases) expectProblem(await ask(given), [status], what);
  });

  test('refuses members that it does not know, and members of another type, by pointer', async () => {
    const ask = await asked(route);
    for (const name of ['surprise', '__proto__', 'constructor', 'id', 'a/b~c']) {
      const body = bodyOf(route).replace(
        '{',
        `{${JSON.stringify(name)}:1${bodyOf(route) === '{}' ? '' : ','}`,
      );
      const { errors } = expectProblem(await ask({ body }), [422], name);
      expect(errors, name).toContainEqual(
        expect.objectContaining({ pointer: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` }),
      );
    }
    for (const member of Object.keys(bodies[route.operationId] ?? {})) {
      const askOfMember = await asked(route);
      for (const value of wrong) {
        const body = JSON.stringify({ ...bodies[route.operationId], [member]: value });
        if (route.body?.schema.safeParse(JSON.parse(body)).success) continue;
        expectProblem(await askOfMember({ body }), [400, 422], `${member}: ${body.slice(0, 200)}`);
      }
    }
  });
});

test.each(named(routes.filter(({ body }) => !body)))('%s refuses a body', async (_name, route) => {
  const ask = await asked(route);
  expectProblem(await ask({ body: '{}' }), [400, 410], 'a body');
  expectProblem(await ask({ body: Buffer.alloc(70_000) }), [413], '70 KB');
});

test('none of it was an error to the service, and the record and the subscription are as they were', async () => {
  expect(laptop.lines.filter(({ level }) => level === 'ERROR')).toEqual([]);
  expect(await onRecord()).toEqual(before);
});
