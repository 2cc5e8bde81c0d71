import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { metricUnits } from '../../functions/lib/metric.ts';
import { type Resource, type Synthesised, synth } from './synth.ts';

const runbook = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');
const [, section = ''] = runbook.split('\n## Cost\n');

type Row = { what: string; arithmetic: string; sums: number[] };

/** `| what | arithmetic | sum … |` */
const rows: Row[] = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| (.+?) \| (.*?) ?\| (.+) \|$/gm)]
  .map(([, what = '', arithmetic = '', sums = '']) => ({
    what,
    arithmetic,
    sums: sums.split('|').map((sum) => Number(sum.replaceAll('*', ''))),
  }))
  .filter(({ sums }) => sums.every((sum) => !Number.isNaN(sum)));

const sumOf = ({ sums }: Row, at: number): number => sums[at] ?? Number.NaN;
const row = (what: string): Row => {
  const found = rows.find((each) => each.what.startsWith(what));
  if (!found) throw new Error(`The runbook has no cost of ${what}`);
  return found;
};

/** The product of a row's factors without units; a price per million goes with millions. */
function evaluated(arithmetic: string): number {
  const plain = arithmetic.replaceAll(/\/?\b(M|GB|s|h)\b/g, '').replaceAll('×', '*');
  expect(plain, arithmetic).toMatch(/^[\d.\s()*+]+$/);
  return Function(`return ${plain}`)();
}

/** The number in the first factor. */
const counted = (what: string): number => Number(/^\d+/.exec(row(what).arithmetic)?.[0]);

let prod: Synthesised;
let flagged: Synthesised;
let watching: Synthesised;
beforeAll(() => {
  prod = synth({ stage: 'prod' });
  flagged = synth({ edge: 'true', canary: 'true', customerKey: 'true', staticEgress: 'true' });
  watching = synth({ stage: 'prod', watchContact: 'ops@example.org' });
}, 240_000);

const all = ({ dataTemplate, serviceTemplate, edgeTemplate }: Synthesised, type: string): Resource[] =>
  [dataTemplate, serviceTemplate, edgeTemplate].flatMap(
    (template) => Object.values(template?.findResources(type) ?? {}) as Resource[],
  );

const watched = (stacks: Synthesised): number =>
  all(stacks, 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => Properties.Metrics as { MetricStat?: object }[] | undefined)
    .reduce((sum, metrics) => sum + (metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1), 0);

/** The metrics of our own that the dashboard shows or an alarm watches. */
const own = ({ serviceTemplate }: Synthesised): string[] => {
  const types = ['AWS::CloudWatch::Dashboard', 'AWS::CloudWatch::Alarm'];
  const told = JSON.stringify(types.map((type) => serviceTemplate.findResources(type)));
  return Object.keys(metricUnits).filter((name) => new RegExp(`\\b${name}\\b`).test(told));
};

describe('the cost table', () => {
  test('has every row whose arithmetic is given', () => {
    expect(rows).toHaveLength(22);
  });

  test.each(rows.filter(({ arithmetic }) => arithmetic !== ''))('$what: $arithmetic', (each) => {
    expect(Math.abs(evaluated(each.arithmetic) - sumOf(each, 0))).toBeLessThanOrEqual(0.005 + 1e-9);
  });

  test.each([
    ['list', 0],
    ['beyond the free tier', 1],
  ])('adds up: %s', (_name, at) => {
    const parts = rows.filter(({ sums, what }) => sums.length === 2 && !what.includes('together'));
    const total = parts.reduce((sum, each) => sum + sumOf(each, at), 0);
    expect(total).toBeCloseTo(sumOf(row('**together**'), at), 2);
  });

  test('counts what is synthesised', () => {
    expect(watched(prod)).toBe(counted('alarms'));
    expect(all(prod, 'AWS::CloudWatch::Dashboard')).toHaveLength(counted('dashboard'));
    expect(all(prod, 'AWS::KMS::Key')).toHaveLength(counted('key of the alarm topics'));
    expect(all(prod, 'AWS::SecretsManager::Secret')).toHaveLength(counted('secret'));
    expect(all(prod, 'AWS::Lambda::EventSourceMapping').length - 1).toBe(counted('queues'));
    expect(own(prod)).toHaveLength(counted('metrics'));
  });

  test('leaves out no metric that functions report', () => {
    expect(own(watching)).toEqual(Object.keys(metricUnits));
  });

  test('counts what watchContact adds', () => {
    const alarms = watched(watching) - watched(prod);
    const metrics = own(watching).length - own(prod).length;
    expect(row('`watchContact`').arithmetic).toContain(`${alarms} × 0.10 + ${metrics} × 0.30 +`);
  });

  test('counts what other flags add', () => {
    expect(watched(flagged) - watched(prod)).toBe(counted('`canary`'));
    expect(all(flagged, 'AWS::KMS::Key')).toHaveLength(counted('`customerKey`'));
    expect(all(flagged, 'AWS::WAFv2::WebACL')).toHaveLength(counted('`edge`'));
    const [acl] = all(flagged, 'AWS::WAFv2::WebACL');
    expect(acl?.Properties.Rules).toHaveLength(4);
    expect(row('`edge`').arithmetic).toContain('4 × 1.00');
    expect(all(flagged, 'AWS::EC2::NatGateway')).toHaveLength(1);
    expect(all(flagged, 'AWS::EC2::EIP')).toHaveLength(1);
  });
});
