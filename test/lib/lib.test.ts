import { expect, test } from 'vitest';
import { readConfig } from '../../functions/lib/config.ts';
import { createLog } from '../../functions/lib/log.ts';
import { createQueues } from '../../functions/lib/queues.ts';
import { createSqs } from '../../infra/local/aws/clients.ts';

const environment = {
  TABLE_NAME: 'tracker',
  FANOUT_QUEUE_URL: 'http://127.0.0.1/fanout',
  DELIVER_QUEUE_URL: 'http://127.0.0.1/deliver',
  PUBLIC_URL: 'https://tracker.example.org/',
};

test('the public address loses its trailing slash', () => {
  expect(readConfig(environment)).toMatchObject({
    publicUrl: 'https://tracker.example.org',
    masterSecret: undefined,
  });
});

test.each([
  ['https://a.example/tracker/', undefined, 'https://a.example/tracker', undefined],
  ['https://a.example', '/prod', 'https://a.example/prod', '/prod'],
  ['https://a.example/tracker', 'prod/', 'https://a.example/tracker', '/prod'],
  ['https://a.example', '', 'https://a.example', ''],
])('the public address %s below %s is %s', (PUBLIC_URL, BASE_PATH, publicUrl, basePath) => {
  expect(readConfig({ ...environment, PUBLIC_URL, BASE_PATH })).toMatchObject({ publicUrl, basePath });
});

test.each(['https://a.example/', '/a b', '/a?b', '//a'])('%s is no base path', (BASE_PATH) => {
  expect(() => readConfig({ ...environment, BASE_PATH })).toThrow(/BASE_PATH: a path such as/);
});

test('one registrable domain may have twenty subscriptions, or as many as the environment says', () => {
  const perDomain = (SUBSCRIPTIONS_PER_DOMAIN?: string) =>
    readConfig({ ...environment, SUBSCRIPTIONS_PER_DOMAIN }).perDomain;
  expect(perDomain()).toBe(20);
  expect(perDomain('50')).toBe(50);
  for (const wrong of ['0', '', 'many', '1.5'])
    expect(() => perDomain(wrong)).toThrow(/SUBSCRIPTIONS_PER_DOMAIN/);
});

test('every variable that is wrong is named, and no value is', () => {
  const wrong = { ...environment, TABLE_NAME: undefined, PUBLIC_URL: 'ftp://hidden' };
  expect(() => readConfig(wrong)).toThrow(/^Bad environment: TABLE_NAME: .*; PUBLIC_URL: /);
  expect(() => readConfig(wrong)).not.toThrow(/hidden/);
});

test('a line carries what the log was given, and an error its name, message and stack only', () => {
  const lines: string[] = [];
  const clock = () => new Date('2026-11-23T00:00:00.000Z');
  const log = createLog({ write: (line) => lines.push(line), clock }).with({ change: 42 });
  log.error('failed', { error: Object.assign(new TypeError('boom'), { request: { secret: 'whsec_1' } }) });
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    timestamp: '2026-11-23T00:00:00.000Z',
    level: 'ERROR',
    message: 'failed',
    change: 42,
    error: { name: 'TypeError', message: 'boom', stack: expect.stringContaining('TypeError: boom') },
  });
});

test('a metric is a line that CloudWatch reads', () => {
  const lines: string[] = [];
  const log = createLog({
    write: (line) => lines.push(line),
    clock: () => new Date(5),
    dimensions: { Stage: 'dev' },
  });
  log.metric('DeliveryLag', 3);
  const Metrics = [{ Name: 'DeliveryLag', Unit: 'Milliseconds' }];
  const directive = { Namespace: 'TreatyRatificationTracker', Dimensions: [['Stage']], Metrics };
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    _aws: { Timestamp: 5, CloudWatchMetrics: [directive] },
    Stage: 'dev',
    DeliveryLag: 3,
  });
});

test.each([-1, 901, 1.5])('a delay of %d s is refused before anything is sent', async (delay) => {
  const queues = createQueues({
    aws: createSqs('http://127.0.0.1:9').config,
    fanoutUrl: 'x',
    deliverUrl: 'x',
  });
  await expect(queues.deliver([{ subscription: 'sub_1', delivery: '1' }], delay)).rejects.toThrow(RangeError);
});
