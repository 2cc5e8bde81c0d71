import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take four seconds to a minute, the longest first, because a new clone has no times of its own.
 */
const longest = [
  'flows/simulation',
  'browser/pages',
  'seeds/load',
  'browser/docs',
  'flows/contract/wh-26-silence',
  'local/terminal',
  'local/seeding',
  'local/start',
  'infra/app',
  'ops/seed',
  'local/proxy',
  'browser/readers',
  'hostile/every-route',
  'local/gateway',
  'hostile/costs',
  'store/edition-answers',
  'flows/judge',
  'deliver/guide/snippets',
  'infra/practices',
  'pages/sharing',
  'local/broken-edges',
  'local/one-directory',
  'local/interrupt',
  'local/demo',
  'local/health',
  'hostile/every-body',
  'ops/redrive',
  'ops/watching/killed-round',
  'hostile/kill',
  'hostile/stranger',
  'deliver/slots',
  'ops/subscriptions',
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
