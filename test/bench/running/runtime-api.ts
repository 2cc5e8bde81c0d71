import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type RuntimeApi = {
  /** Host and port, for `AWS_LAMBDA_RUNTIME_API`. */
  address: string;
  /** Gives the next process this event, and answers the body of its first answer. */
  answer(event: object): Promise<string>;
  stop(): Promise<void>;
};

/**
 * The part of Lambda's Runtime API that one invocation needs; the next request is left waiting.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function openRuntimeApi(): Promise<RuntimeApi> {
  let waiting: { event: object; resolve: (body: string) => void; reject: (error: Error) => void } | undefined;
  let isGiven = false;
  const server = createServer(async (request, response) => {
    if (request.url?.endsWith('/invocation/next')) {
      if (isGiven || !waiting) return;
      isGiven = true;
      response.writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': 'bench',
        'lambda-runtime-deadline-ms': String(Date.now() + 29_000),
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:000000000000:function:bench',
      });
      response.end(JSON.stringify(waiting.event));
      return;
    }
    const body = await text(request);
    response.writeHead(202).end();
    if (request.url?.endsWith('/response')) waiting?.resolve(body);
    else waiting?.reject(new Error(`${request.url}: ${body}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (event) => {
      isGiven = false;
      return new Promise((resolve, reject) => {
        waiting = { event, resolve, reject };
      });
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
