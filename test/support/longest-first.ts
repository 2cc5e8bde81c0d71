import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take from five seconds to a minute, the longest first. A new clone has no times of its own to go by. */
const longest = [
  'browser/pages',
  'flows/simulation',
  'local/start',
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

/** Begins each project's files with the longest, so that none of them runs on when all others have ended. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project))];
    const place = ({ project, moduleId }: TestSpecification): number => {
      const at = longest.findIndex((name) => moduleId.endsWith(name));
      return projects.indexOf(project) * (longest.length + 1) + (at < 0 ? longest.length : at);
    };
    return sorted.sort((one, other) => place(one) - place(other));
  }
}
