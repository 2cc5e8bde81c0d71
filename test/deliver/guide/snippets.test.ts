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

/** Each prints what both functions say of: secret, public key, id, timestamp, signature, body. */
const languages: Language[] = [
  {
    program: 'node',
    info: 'js',
    file: 'verify.mjs',
    driver: [
      'main.mjs',
      `import { verifyV1, verifyV1a } from './verify.mjs';
const [secret, key, id, timestamp, signature, body] = process.argv.slice(2);
const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
console.log(verifyV1(headers, body, secret), verifyV1a(headers, body, key));`,
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
_, secret, key, id, timestamp, signature, body = sys.argv
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
	a := os.Args[1:]
	headers := map[string]string{"webhook-id": a[2], "webhook-timestamp": a[3], "webhook-signature": a[4]}
	header := func(name string) string { return headers[name] }
	fmt.Println(VerifyV1(header, []byte(a[5]), a[0]), VerifyV1a(header, []byte(a[5]), a[1]))
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
    Map<String, String> headers = Map.of("webhook-id", a[2], "webhook-timestamp", a[3], "webhook-signature", a[4]);
    String body = new String(java.util.Base64.getDecoder().decode(a[5]), "UTF-8");
    System.out.println(Webhooks.verifyV1(headers, body, a[0]) + " " + Webhooks.verifyV1a(headers, body, a[1]));
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
[, $secret, $key, $id, $timestamp, $signature, $body] = $argv;
$headers = ['webhook-id' => $id, 'webhook-timestamp' => $timestamp, 'webhook-signature' => $signature];
echo json_encode(verify_v1($headers, $body, $secret)), ' ', json_encode(verify_v1a($headers, $body, $key)), "\\n";`,
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
secret, key, id, timestamp, signature, body = ARGV
headers = { 'webhook-id' => id, 'webhook-timestamp' => timestamp, 'webhook-signature' => signature }
puts "#{verify_v1(headers, body, secret)} #{verify_v1a(headers, body, key)}"`,
    ],
    command: ['ruby', 'main.rb'],
  },
];

const env = { ...process.env, GO111MODULE: 'off', CGO_ENABLED: '0' };

const run = ([program = '', ...args]: string[]) =>
  spawnSync(program, args, { cwd: folder, encoding: 'utf8', env });

const isAbsent = (program: string): boolean =>
  run([program, program === 'go' ? 'version' : '--version']).error !== undefined;

function verdict({ program, command }: Language, { headers, body: text }: Case): string {
  const sent = program === 'java' ? Buffer.from(text).toString('base64') : text;
  const { stdout, stderr, status } = run([
    ...command,
    ...[secretText(keys), publicKeyText(keys)],
    ...['id', 'timestamp', 'signature'].map((name) => headers[`webhook-${name}`] ?? ''),
    sent,
  ]);
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout.trim();
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
      const said = verdict(language, genuine);
      if (said === 'true cryptography') {
        console.warn('PYTHON HAS NO cryptography: the lines for its v1a were not run');
        for (const other of others) expect(verdict(language, other)).toBe('false cryptography');
        return;
      }
      expect(said).toBe('true true');
      expect(verdict(language, rotating())).toBe('true true');
      for (const other of others) expect(verdict(language, other)).toBe('false false');
    },
  );
});
