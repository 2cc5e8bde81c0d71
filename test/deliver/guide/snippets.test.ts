import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  deriveKeys,
  publicKeyText,
  secretText,
  signatureHeaders,
} from '../../../functions/core/webhook/signing/signature.ts';
import { master } from '../delivering.ts';
import { scratch, snippet } from './guide.ts';

const folder = scratch();

const keys = deriveKeys(master, 'sub_01JD0000000000000000000000', 1);
const body = '{"type":"treaty.action.recorded","data":{"participant":"Côte d’Ivoire","note":"条約 😀"}}';
const at = (ms: number) =>
  signatureHeaders({ id: 'chg_000000000042', body }, [keys], new Date(Date.now() + ms).toISOString());

type Case = { headers: Record<string, string>; body: string };
const genuine: Case = { headers: at(0), body };
/** During a rotation, the receiver's secret may have signed second, beside kinds it does not know. */
const rotating = (): Case => {
  const headers = at(0);
  const before = deriveKeys(master, 'sub_01JD0000000000000000000000', 2);
  const earlier = signatureHeaders({ id: 'chg_000000000042', body }, [before], new Date().toISOString());
  const signatures = `${earlier['webhook-signature']} v2,AAAA ${headers['webhook-signature']}`;
  return { headers: { ...headers, 'webhook-signature': signatures }, body };
};
const others: Case[] = [
  { headers: at(0), body: `${body} ` },
  { headers: at(-301_000), body },
  { headers: at(3_600_000), body },
  { headers: { ...at(-301_000), 'webhook-timestamp': String(Math.floor(Date.now() / 1000)) }, body },
  { headers: { ...at(0), 'webhook-id': 'chg_000000000043' }, body },
  { headers: { ...at(0), 'webhook-signature': 'v1,AAAA v1a,AAAA' }, body },
];

type Language = {
  program: string;
  info: string;
  file: string;
  driver: [file: string, source: string];
  /** The command that compiles it, once. */
  build?: string[];
  command: string[];
};

/** Each takes a secret, a public key, and of each case id, timestamp, signature and body; prints a line of what both say. */
const languages: Language[] = [
  {
    program: 'node',
    info: 'js',
    file: 'verify.mjs',
    driver: [
      'main.mjs',
      `import { verifyV1, verifyV1a } from './verify.mjs';
const [secret, key, ...cases] = process.argv.slice(2);
while (cases.length > 0) {
  const [id, timestamp, signature, body] = cases.splice(0, 4);
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  console.log(verifyV1(headers, body, secret), verifyV1a(headers, body, key));
}`,
    ],
    command: ['node', 'main.mjs'],
  },
  {
    program: 'python3',
    info: 'python',
    file: 'verify.py',
    driver: [
      'main.py',
      `import sys
from verify import verify_v1, verify_v1a
_, secret, key, *cases = sys.argv
while cases:
    id, timestamp, signature, body, *cases = cases
    headers = {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature}
    try:
        print(str(verify_v1(headers, body, secret)).lower(), str(verify_v1a(headers, body, key)).lower())
    except ModuleNotFoundError as missing:
        print(str(verify_v1(headers, body, secret)).lower(), missing.name)`,
    ],
    command: ['python3', 'main.py'],
  },
  {
    program: 'go',
    info: 'go',
    file: 'verify.go',
    driver: [
      'main.go',
      `package main

import (
	"fmt"
	"os"
)

func main() {
	secret, key := os.Args[1], os.Args[2]
	for a := os.Args[3:]; len(a) > 0; a = a[4:] {
		headers := map[string]string{"webhook-id": a[0], "webhook-timestamp": a[1], "webhook-signature": a[2]}
		header := func(name string) string { return headers[name] }
		fmt.Println(VerifyV1(header, []byte(a[3]), secret), VerifyV1a(header, []byte(a[3]), key))
	}
}`,
    ],
    build: ['go', 'build', '-o', 'verify-go', 'main.go', 'verify.go'],
    command: ['./verify-go'],
  },
  {
    program: 'java',
    info: 'java',
    file: 'Webhooks.java',
    driver: [
      'Main.java',
      `import java.util.Map;

class Main {
  public static void main(String[] a) throws Exception {
    for (int i = 2; i < a.length; i += 4) {
      Map<String, String> headers = Map.of("webhook-id", a[i], "webhook-timestamp", a[i + 1], "webhook-signature", a[i + 2]);
      String body = new String(java.util.Base64.getDecoder().decode(a[i + 3]), "UTF-8");
      System.out.println(Webhooks.verifyV1(headers, body, a[0]) + " " + Webhooks.verifyV1a(headers, body, a[1]));
    }
  }
}`,
    ],
    build: ['javac', 'Webhooks.java', 'Main.java'],
    command: ['java', '-cp', '.', 'Main'],
  },
  {
    program: 'php',
    info: 'php',
    file: 'verify.php',
    driver: [
      'main.php',
      `<?php
require 'verify.php';
[, $secret, $key] = $argv;
foreach (array_chunk(array_slice($argv, 3), 4) as [$id, $timestamp, $signature, $body]) {
  $headers = ['webhook-id' => $id, 'webhook-timestamp' => $timestamp, 'webhook-signature' => $signature];
  echo json_encode(verify_v1($headers, $body, $secret)), ' ', json_encode(verify_v1a($headers, $body, $key)), "\\n";
}`,
    ],
    command: ['php', 'main.php'],
  },
  {
    program: 'ruby',
    info: 'ruby',
    file: 'verify.rb',
    driver: [
      'main.rb',
      `require_relative 'verify'
secret, key, *cases = ARGV
cases.each_slice(4) do |id, timestamp, signature, body|
  headers = { 'webhook-id' => id, 'webhook-timestamp' => timestamp, 'webhook-signature' => signature }
  puts "#{verify_v1(headers, body, secret)} #{verify_v1a(headers, body, key)}"
end`,
    ],
    command: ['ruby', 'main.rb'],
  },
];

const env = { ...process.env, GO111MODULE: 'off', CGO_ENABLED: '0' };

const run = ([program = '', ...args]: string[]) =>
  spawnSync(program, args, { cwd: folder, encoding: 'utf8', env });

const isAbsent = (program: string): boolean =>
  run([program, program === 'go' ? 'version' : '--version']).error !== undefined;

/** What a language says of each case, all in one process. */
function verdicts({ program, command }: Language, cases: Case[]): string[] {
  const given = cases.flatMap(({ headers, body: text }) => [
    ...['id', 'timestamp', 'signature'].map((name) => headers[`webhook-${name}`] ?? ''),
    program === 'java' ? Buffer.from(text).toString('base64') : text,
  ]);
  const { stdout, stderr, status } = run([...command, secretText(keys), publicKeyText(keys), ...given]);
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout.trim().split('\n');
}

describe('the lines for', () => {
  test.each(languages)(
    '$info verify both signatures, and refuse what is changed or old',
    { timeout: 90_000 },
    (language) => {
      writeFileSync(join(folder, language.file), snippet(language.info));
      writeFileSync(join(folder, language.driver[0]), language.driver[1]);
      if (isAbsent(language.program)) {
        console.warn(`${language.program.toUpperCase()} IS ABSENT: its lines in the guide were not run`);
        return;
      }
      if (language.build) expect(run(language.build).stderr).toBe('');
      const said = verdicts(language, [genuine, rotating(), ...others]);
      if (said[0] === 'true cryptography') {
        console.warn('PYTHON HAS NO cryptography: the lines for its v1a were not run');
        expect(said.slice(2)).toEqual(others.map(() => 'false cryptography'));
        return;
      }
      expect(said).toEqual(['true true', 'true true', ...others.map(() => 'false false')]);
    },
  );
});
