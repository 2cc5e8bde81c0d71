import { expect, test } from 'vitest';
import { synth } from './synth.ts';

/** Masks the hashes of bundles, which change with every line of code, unlike the stacks. */
const masked = (template: object): object =>
  JSON.parse(
    JSON.stringify(template)
      .replaceAll(/[0-9a-f]{64}\.zip/g, '<asset>.zip')
      .replaceAll(/"\d+\.\d+\.\d+"/g, '"<version>"'),
  );

test('the stacks of dev look as they did when someone last looked', () => {
  const { dataTemplate, serviceTemplate } = synth();
  expect(masked({ data: dataTemplate.toJSON(), service: serviceTemplate.toJSON() })).toMatchSnapshot();
});
