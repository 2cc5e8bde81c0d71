import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { handler as shipped } from '../../../functions/api/handler.ts';

declare const BUILD: string;

export const handler = async (event: APIGatewayProxyEventV2) => {
  const answer = await shipped(event);
  return { ...answer, headers: { ...answer.headers, 'tracker-build': BUILD } };
};
