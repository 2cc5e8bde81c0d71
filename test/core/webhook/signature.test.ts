import { createPublicKey, verify } from 'node:crypto';
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { describe, expect, test } from 'vitest';
import {
  deriveKeys,
  ed25519Key,
  publicKeyText,
  secretText,
  signatureHeaders,
  signingVersions,
  signV1,
  signV1a,
} from '../../../functions/core/webhook/signing/signature.ts';

const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
const published = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };

describe('published vectors', () => {
  test('WH-05 v1 signs as Standard Webhooks publish it', () => {
    expect(signV1(published, secret)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  test('WH-05 v1a signs with ed25519 over the same content', () => {
    const key = ed25519Key(Buffer.from('VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=', 'base64'));
    expect(signV1a(published, key)).toBe(
      'v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==',
    );
  });

  test('WH-05 a body beyond ASCII is signed as its UTF-8 bytes', () => {
    const body = '{"type":"treaty.action.recorded","data":{"participant":"Côte d’Ivoire","note":"条約 😀"}}';
    const message = { id: 'evt_01JD0000000000000000000001', timestamp: 1700000000, body };
    expect(signV1(message, secret)).toBe('v1,iWQskOOC9EP/E81yBCi1od6HFxtpzM9H5abi0D/Z+Bs=');
  });
});

const master = Buffer.alloc(32, 7);
const message = { id: 'chg_000000000042', body: '{"note":"条約 😀"}' };
const keysOf = (version: number) => deriveKeys(master, 'sub_01JD0000000000000000000001', version);
const now = () => new Date().toISOString();

describe('keys', () => {
  test('each subscription and each version has keys of its own, the same every time', () => {
    const texts = [keysOf(1), keysOf(2), deriveKeys(master, 'sub_01JD0000000000000000000002', 1)].flatMap(
      (keys) => [secretText(keys), publicKeyText(keys)],
    );
    expect(new Set(texts).size).toBe(6);
    expect(secretText(keysOf(1))).toBe(texts[0]);
    expect(texts[0]).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(texts[1]).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
  });

  test('no key is a part of another', () => {
    const { secret: derived, privateKey } = keysOf(1);
    expect(privateKey.export({ format: 'der', type: 'pkcs8' }).includes(derived)).toBe(false);
    expect(derived.equals(master)).toBe(false);
  });

  test('a master secret of another length is refused', () => {
    expect(() => deriveKeys(Buffer.alloc(31), 'sub_1', 1)).toThrow(RangeError);
  });
});

describe('a signed request', () => {
  test('WH-01 has exactly the three headers of Standard Webhooks', () => {
    expect(Object.keys(signatureHeaders(message, [keysOf(1)], now()))).toEqual([
      'webhook-id',
      'webhook-timestamp',
      'webhook-signature',
    ]);
  });

  test('WH-02 refuses an id with a dot', () => {
    expect(() => signatureHeaders({ ...message, id: 'chg.42' }, [keysOf(1)], now())).toThrow(RangeError);
  });

  test('WH-03 carries the time of sending in whole seconds', () => {
    const headers = signatureHeaders(message, [keysOf(1)], '2026-11-23T18:15:20.999Z');
    expect(headers['webhook-timestamp']).toBe(String(Date.parse('2026-11-23T18:15:20.000Z') / 1000));
  });

  test('WH-05 is verified by standardwebhooks and by svix, which pass over v1a', () => {
    const headers = signatureHeaders(message, [keysOf(1)], now());
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1a,\S+$/);
    expect(new Standard(secretText(keysOf(1))).verify(message.body, headers)).toEqual({ note: '条約 😀' });
    expect(() => new Svix(secretText(keysOf(1))).verify(message.body, headers)).not.toThrow();
    expect(() => new Svix(secretText(keysOf(1))).verify(`${message.body} `, headers)).toThrow();
    expect(() => new Svix(secretText(keysOf(2))).verify(message.body, headers)).toThrow();
    expect(() => new Standard(secretText(keysOf(1))).verify(`${message.body} `, headers)).toThrow();
    expect(() => new Standard(secretText(keysOf(2))).verify(message.body, headers)).toThrow();
  });

  test('WH-05 v1a is verified with nothing but the whpk_', () => {
    const headers = signatureHeaders(message, [keysOf(1)], now());
    expect(verifiesV1a(headers, publicKeyText(keysOf(1)))).toBe(true);
    expect(verifiesV1a(headers, publicKeyText(keysOf(2)))).toBe(false);
  });

  test('WH-06 is verified by the old secret and the new, both ways, until the old one expires', () => {
    const versions = [
      { version: 1, expiresAt: '2026-11-24T00:00:00.000Z' },
      { version: 2, expiresAt: null },
    ];
    const during = signingVersions(versions, '2026-11-23T23:59:59.999Z').map(({ version }) => version);
    expect(during).toEqual([2, 1]);
    expect(signingVersions(versions, '2026-11-24T00:00:00.000Z').map(({ version }) => version)).toEqual([2]);
    const headers = signatureHeaders(message, during.map(keysOf), now());
    for (const version of during) {
      new Standard(secretText(keysOf(version))).verify(message.body, headers);
      expect(verifiesV1a(headers, publicKeyText(keysOf(version)))).toBe(true);
    }
  });
});

function verifiesV1a(headers: ReturnType<typeof signatureHeaders>, whpk: string): boolean {
  const raw = Buffer.from(whpk.slice('whpk_'.length), 'base64');
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${message.body}`;
  return headers['webhook-signature']
    .split(' ')
    .filter((signature) => signature.startsWith('v1a,'))
    .some((signature) => verify(null, Buffer.from(content), key, Buffer.from(signature.slice(4), 'base64')));
}
