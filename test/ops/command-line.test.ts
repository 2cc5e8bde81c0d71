import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { freshTable } from '../support/engine/table.ts';
import { at, ops } from './cli.ts';
import { everyCommand } from './every-command.ts';

const commands = [...everyCommand.keys()];

test('help lists every command and says how to choose a deployment', async () => {
  const { code, out } = await ops(['--help']);
  expect(code).toBe(0);
  for (const [word] of commands.map((words) => words.split(' ')))
    expect(out).toMatch(new RegExp(`^  ${word}\\b`, 'm'));
  expect(out).toContain('--stage <name>');
  expect(out).toContain('Exit codes');
});

test.each(commands)('help for %s says what it touches and gives an example', async (command) => {
  const { code, out } = await ops([...command.split(' '), '--help']);
  expect(code).toBe(0);
  expect(out).toMatch(/^Touches: /m);
  expect(out).toContain(`npm run ops -- ${command}`);
  expect(out).toContain('Exit codes');
});

test.each([
  ['an unknown command', ['sede'], /unknown command 'sede'/],
  ['an unknown flag', ['seed', '--wat'], /unknown option '--wat'/],
  ['a missing argument', ['export'], /missing required argument 'file'/],
  ['a stage that is none', ['status', '--stage', 'prodd'], /Allowed choices are dev, staging, prod/],
  ['two places at once', ['seed', '--stage', 'dev', '--local'], /--stage says it all/],
  ['an address that is none', ['status', '--url', 'notaurl'], /'notaurl' is invalid. An http or https URL/],
  ['half a place', ['seed', '--table', 'x'], /give --table, --dynamodb-endpoint and --url together/],
  [
    'an unknown scope',
    ['keys', 'create', '--owner', 'a', '--name', 'b', '--scope', 'all'],
    /"all" is not one of/,
  ],
])('%s is one line and exit code 2', async (_what, args, line) => {
  const { code, out, err } = await ops(args);
  expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
  expect(err).toMatch(line);
});

test('a directory without a laptop is refused in one line and left alone', async () => {
  const { code, err } = await ops(['status'], { env: { DATA_DIR: '/nowhere/at/all' } });
  expect(code).toBe(1);
  expect(err).toBe(
    'There is no laptop here (DATA_DIR /nowhere/at/all): run npm start, or give --stage <name>.\n',
  );
});

test('a table of another schema version is refused', async () => {
  const table = await freshTable({ isTold: true });
  const mark = { pk: 'META', sk: 'SCHEMA', body: { version: 99 } };
  await table.client.send(new PutCommand({ TableName: table.name, Item: mark }));
  const { code, err } = await ops(['status', ...at(table)]);
  expect(code).toBe(1);
  expect(err).toContain('has schema version 99, but this program knows version 1');
});

test('a table that is not there is refused', async () => {
  const table = await freshTable({ isTold: true });
  const { code, err } = await ops(['status', ...at({ ...table, name: 'no-such-table' })]);
  expect(code).toBe(1);
  expect(err).toContain('There is no table no-such-table there.');
});
