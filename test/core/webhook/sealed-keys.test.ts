import { expect, test } from 'vitest';
import {
  DamagedSeal,
  fits,
  issuerOf,
  type Signer,
  signingKeys,
} from '../../../functions/core/webhook/signing/sealed-keys.ts';
import { SecretVersion, ShownVersion } from '../../../functions/core/webhook/signing/secret-version.ts';
import { deriveKeys, publicKeyText, secretText } from '../../../functions/core/webhook/signing/signature.ts';
import { unsealed } from '../../support/sealing.ts';
import { at, now } from './sending/making.ts';

const [master, other] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)];
const signer = { id: 'sub_01JD0000000000000000000001', owner: 'ngo' };
const material = { generation: 1, master, salt: 'AAAAAAAAAAAAAAAAAAAAAA' };

const issued = (of: Signer = signer, over = {}, version = 1, made = now) =>
  issuerOf(of, { ...material, ...over })(version, made);

const textsOf = (of: Signer, over = {}, version = 1, made = now): string[] => {
  const keys = signingKeys({ ...material, ...over }.master, of, issued(of, over, version, made));
  return [secretText(keys), publicKeyText(keys)];
};

test('the keys of a secret are the same every time, and its own', () => {
  expect(textsOf(signer)).toEqual(textsOf(signer));
  const all = [
    textsOf(signer),
    textsOf({ ...signer, owner: 'desk' }),
    textsOf({ ...signer, id: 'sub_01JD0000000000000000000002' }),
    textsOf(signer, { salt: 'BBBBBBBBBBBBBBBBBBBBBB' }),
    textsOf(signer, { master: other }),
    textsOf(signer, {}, 2),
    textsOf(signer, {}, 1, at(1)),
    [deriveKeys(master, signer.id, 1)].flatMap((keys) => [secretText(keys), publicKeyText(keys)]),
  ];
  expect(new Set(all.flat()).size).toBe(16);
});

test('no owner can be named so that another one’s keys come out', () => {
  const salt = '","x';
  expect(textsOf({ id: signer.id, owner: `ngo","${signer.id}` })).not.toEqual(textsOf(signer, { salt }));
  expect(textsOf({ ...signer, owner: 'a","b' })).not.toEqual(textsOf({ ...signer, owner: 'a' }, { salt }));
});

test('a name of a hundred letters in any script is short enough', () => {
  for (const letter of ['条', '\u0001', '\ud800'])
    expect(textsOf({ ...signer, owner: letter.repeat(100) })).toHaveLength(2);
});

test('a seal fits its own subscription, owner, number and generation alone', () => {
  const secret = issued();
  expect(fits(master, signer, secret)).toBe(true);
  expect(fits(other, signer, secret)).toBe(false);
  expect(fits(master, { ...signer, owner: 'desk' }, secret)).toBe(false);
  expect(() => signingKeys(master, { ...signer, id: 'sub_2' }, secret)).toThrow(DamagedSeal);
  expect(() => signingKeys(master, signer, { ...secret, version: 2 })).toThrow(
    `the seal of secret 2 does not fit the subscription ${signer.id} of "ngo"`,
  );
});

test('a seal of another length, or none at all, does not fit', () => {
  const secret = issued();
  const seal = 'seal' in secret ? secret.seal : expect.fail('a new secret has no seal');
  for (const mac of ['', 'AAAA', 'AA'.repeat(60)])
    expect(fits(master, signer, { ...secret, seal: { ...seal, mac } })).toBe(false);
});

test('when a secret ends is not sealed, because rotations move it', () => {
  expect(fits(master, signer, { ...issued(), expiresAt: now })).toBe(true);
});

test('one without a seal has the keys that it always had', () => {
  const keys = signingKeys(master, signer, unsealed(3, now));
  expect(secretText(keys)).toBe(secretText(deriveKeys(master, signer.id, 3)));
});

test('a version that knows no seals cannot read a sealed secret, and so cannot write it back without', () => {
  const secret = issued();
  expect(SecretVersion.parse(secret)).toEqual(secret);
  expect(ShownVersion.safeParse(secret).success).toBe(false);
});
