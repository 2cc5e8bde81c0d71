import * as z from 'zod';
import { errorCodes } from '../../lib/http/problem.ts';
import { route } from '../http/route.ts';

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

const Code = z.enum(errorCodes);

const List = z.object({ data: z.array(ProblemType) });

export const problemRoutes = [
  route(
    {
      method: 'GET',
      path,
      operationId: 'listProblems',
      tag,
      scope: null,
      ignoresQuery: true,
      answers: { 200: { schema: List } },
    },
    async (c) => {
      const { problems } = await c.var.deps.texts();
      return c.body(`{"data":[${Object.values(problems).join(',')}]}`, 200);
    },
  ),

  route(
    {
      method: 'GET',
      path: `${path}/{problem}`,
      operationId: 'getProblem',
      tag,
      scope: null,
      ignoresQuery: true,
      params: z.object({ problem: Code }),
      answers: { 200: { schema: ProblemType } },
      refusals: ['not-found'],
    },
    async (c) => {
      const { problem } = c.req.valid('param');
      const { problems } = await c.var.deps.texts();
      const text = problems[problem];
      if (!text) throw new Error(`no text of ${problem}`);
      return c.body(text, 200);
    },
  ),
];
