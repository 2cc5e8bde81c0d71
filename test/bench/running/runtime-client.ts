import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = '4.0.2';
const directory = fileURLToPath(new URL('../../../node_modules/.cache/runtime-client/', import.meta.url));
const client = join(directory, 'node_modules/aws-lambda-ric/index.mjs');

/**
 * AWS's own runtime client with its alternative client in JavaScript. Its native addon needs a C++ toolchain,
 * so the POST of the answer, which has no alternative, is ours. It is installed beside the project, because
 * its install scripts build that addon. Answers Node's arguments for running a handler under it.
 */
export function runtimeClient(): string[] {
  if (!existsSync(client)) install();
  const preload = join(directory, 'no-native-client.cjs');
  writeFileSync(preload, withoutNativeClient);
  return ['--require', preload, client];
}

export const runtimeClientName = `aws-lambda-ric ${version}`;

function install(): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `aws-lambda-ric@${version}`];
  execFileSync('npm', args, { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Does in JavaScript what the native addon does after an invocation. */
const withoutNativeClient = `const Module = require('node:module');
const { request } = require('node:http');
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const post = (id, what, body) =>
  request({ host, port, method: 'POST', path: '/2018-06-01/runtime/invocation/' + id + '/' + what }).end(body);
const native = {
  done: (id, body) => post(id, 'response', body),
  error: (id, body) => post(id, 'error', body),
};
const addon = './rapid-client.node';
const load = Module._load;
Module._load = (name, ...rest) => (name === addon ? native : load(name, ...rest));
`;
