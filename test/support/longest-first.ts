import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take five seconds to a minute, the longest first, because a new clone has no times of its own.
 */
const longest = [
  'flows/simulation',
  'browser/pages',
  'local/start',
  'flows/judge',
  'browser/docs',
  'local/seeding',
  'flows/contract/wh-26-silence',
  'local/proxy',
  'infra/app',
  'store/feed',
  'ops/seed',
  'seeds/load',
  'browser/readers',
  'hostile/every-route',
  'local/gateway',
  'hostile/costs',
  'deliver/guide/snippets',
  'infra/bundling',
  'local/terminal',
  'infra/practices',
  'local/broken-edges',
  'hostile/kill',
  'hostile/stranger',
  'ops/redrive',
  'deliver/slots',
  'ops/watching/killed-round',
  'ops/watching/watch-read-eight-years',
  'api/reading/ten-years',
  'sweep/sweep',
].map((name) => `/test/${name}.test.ts`);

/**
 * Begins with the project of the longest file, and in each project with its longest, so that none runs on
 * alone at the end.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((name) => moduleId.endsWith(name));
      return at < 0 ? longest.length : at;
    };
    sorted.sort((one, other) => place(one) - place(other));
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((project) => sorted.filter((file) => file.project === project));
  }
}
