import { expect, test } from 'vitest';
import { registrableDomain } from '../../../functions/core/webhook/guard/registrable-domain.ts';

test.each([
  ['example.org', 'example.org'],
  ['hooks.example.org', 'example.org'],
  ['a.b.c.EXAMPLE.org', 'example.org'],
  ['a.example.co.uk', 'example.co.uk'],
  ['mfa.gov.cn', 'mfa.gov.cn'],
  ['x.mfa.gov.cn', 'mfa.gov.cn'],
  ['com.example.org', 'example.org'],
  ['x.azurewebsites.net', 'x.azurewebsites.net'],
  ['y.x.herokuapp.com', 'x.herokuapp.com'],
  ['abc.execute-api.eu-central-1.amazonaws.com', 'abc.execute-api.eu-central-1.amazonaws.com'],
  ['abc.lambda-url.eu-central-1.on.aws', 'abc.lambda-url.eu-central-1.on.aws'],
  ['abc.execute-api.cn-north-1.amazonaws.com.cn', 'abc.execute-api.cn-north-1.amazonaws.com.cn'],
  ['x.azurewebsites.cn', 'x.azurewebsites.cn'],
  ['y.x.cn-hangzhou.fcapp.run', 'x.cn-hangzhou.fcapp.run'],
  ['a.somebody.github.io', 'somebody.github.io'],
  ['hooks.web.app', 'hooks.web.app'],
  ['service-uc.a.run.app', 'service-uc.a.run.app'],
  ['service.up.railway.app', 'service.up.railway.app'],
  ['co.uk', 'co.uk'],
  ['127.0.0.1', '127.0.0.1'],
  ['203.0.113.77', '203.0.113.77'],
  ['[2001:db8::1]', '[2001:db8::1]'],
  ['hooks.example.org.', 'example.org'],
])('%s belongs to %s', (host, domain) => {
  expect(registrableDomain(host)).toBe(domain);
});
