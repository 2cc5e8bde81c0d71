import * as z from 'zod';
import type { ErrorCode } from '../../core/errors.ts';
import { statusOf } from '../http/problem.ts';
import { route, type Text } from '../http/route.ts';
import { unpack } from '../openapi/packed.ts';

const tag = 'Service';
const path = '/problems' as const;

const ProblemType = z.lazy(() =>
  z
    .object({
      type: z.string(),
      title: z.string(),
      status: z.number().int(),
      means: z.string(),
      remedy: z.string(),
    })
    .meta({ id: 'ProblemType', description: 'What a problem means, and what its caller can do about it.' }),
);
type ProblemType = z.infer<typeof ProblemType>;

const Code = z.enum(Object.keys(statusOf) as ErrorCode[]);

const List = z.object({ data: z.array(ProblemType) });

export const problemRoutes = [
  route(
    {
      method: 'GET',
      path,
      operationId: 'listProblems',
      tag,
      scope: null,
      answers: { 200: { schema: List } },
    },
    () => {
      const text: Text<z.infer<typeof List>> = `{"data":[${Object.values(unpack().problems).join(',')}]}`;
      return { status: 200, text };
    },
  ),

  route(
    {
      method: 'GET',
      path: `${path}/{problem}`,
      operationId: 'getProblem',
      tag,
      scope: null,
      params: z.object({ problem: Code }),
      answers: { 200: { schema: ProblemType } },
      refusals: ['not-found'],
    },
    ({ params }) => {
      const text: Text<ProblemType> | undefined = unpack().problems[params.problem];
      if (!text) throw new Error(`no text of ${params.problem}: npm run openapi`);
      return { status: 200, text };
    },
  ),
];
